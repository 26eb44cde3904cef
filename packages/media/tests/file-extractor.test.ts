import type { Extractor } from '@cmg/core';
import { describeExtractor } from '@cmg/core/testing';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { decodeMedia } from '../src/index.js';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();

/** The example of the README, as somebody copies it: beside nothing but installed packages. */
const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const [, example] = /<!-- file: accelerometer\.mjs -->\n```js\n(.*?)```/s.exec(readme) as unknown as [string, string];
await symlink(fileURLToPath(new URL('../../../node_modules', import.meta.url)), path('node_modules'));
await writeFile(path('accelerometer.mjs'), example);
const { default: accelerometer } = (await import(pathToFileURL(path('accelerometer.mjs')).href)) as { default: Extractor };

const RATE = 4;
const options = { rate: RATE };

/** A second of lines for each seed. */
async function recording(seeds: readonly number[]) {
  const file = path(`${seeds.join('-')}.csv`);
  const lines = seeds.flatMap((seed) => Array.from({ length: RATE }, (_, line) => [seed, line, seed * line, 1, 2, 3].join(',')));
  await writeFile(file, lines.join('\n'));
  return decodeMedia(file, { kind: 'file' });
}

describeExtractor(accelerometer, { options, media: recording });

describe("the README's extractor", () => {
  it('describes each second of a file by itself', async () => {
    const session = await accelerometer.open(accelerometer.options.parse(options));
    const features = await session.extract(await recording([5, 7]));
    expect([...features.subarray(12, 16)]).toEqual([7, 0, 1.5, Math.fround(Math.sqrt(1.25))]);
  });
});
