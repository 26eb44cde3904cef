import { type DatasetReader, Random } from '@cmg/core';
import { describeDatasetReader } from '@cmg/core/testing';
import { encodeNpy } from '@cmg/formats';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The example of the README, as somebody copies it: in a folder of his own, beside nothing but installed packages. */
const folder = await mkdtemp(join(tmpdir(), 'cmg-reader-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const [, example] = /<!-- file: activities\.mjs -->\n```js\n(.*?)```/s.exec(readme) as unknown as [string, string];
await symlink(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(folder, 'node_modules'));
await writeFile(join(folder, 'activities.mjs'), example);

const CLIPS = ['a,train,walking', 'b,train,cycling', 'c,test,walking'];
const root = join(folder, 'data');
for (const modality of ['imu', 'audio']) await mkdir(join(root, modality), { recursive: true });
await writeFile(join(root, 'clips.csv'), `id,split,activity\n${CLIPS.join('\n')}\n`);
for (const [i, id] of ['a', 'b', 'c'].entries()) {
  const array = (...shape: number[]) => encodeNpy({ shape, data: new Random(i).uniforms(shape.reduce((a, b) => a * b, 1)) });
  await writeFile(join(root, 'imu', `${id}.npy`), array(10, 6));
  await writeFile(join(root, 'audio', `${id}.npy`), array(3 + i, 128));
}

const { default: activities } = (await import(pathToFileURL(join(folder, 'activities.mjs')).href)) as { default: DatasetReader };

await describeDatasetReader(activities, { options: { root } });

describe("the README's reader", () => {
  const options = activities.options.parse({ root });
  const context = { cacheDir: join(folder, 'cache') };

  it('reads clips with the labels of their table, sound repeated up to T', async () => {
    const dataset = await activities.open(options, context);
    expect([dataset.classes, dataset.splits]).toEqual([['cycling', 'walking'], { train: 2, test: 1 }]);
    expect([...(await dataset.labels('train')).clipClasses]).toEqual([1, 0]);
    const { data } = await dataset.read('test', 'audio', [0]);
    expect(data.subarray(9 * 128)).toEqual(data.subarray(4 * 128, 5 * 128));
    await dataset.close();
  });

  it('reports all that is wrong at once', async () => {
    await writeFile(join(root, 'clips.csv'), `id,split,activity\n${CLIPS.join('\n')}\n../d,train,walking\ne,train,walking\n`);
    const { findings } = await activities.check!(options, context);
    expect(findings.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      `${join(root, 'clips.csv')}:5: '../d' cannot be the name of a file`,
      `${join(root, 'imu', 'e.npy')}: is missing`,
      `${join(root, 'audio', 'e.npy')}: is missing`,
    ]);
  });
});
