import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { VectorIndex } from '../src/index.js';

const create = { width: 2, about: { run: 'abc' } };
const at = (id: string, x: number, y: number, modality = 'audio') => ({ id, modality, vector: Float32Array.of(x, y) });
const names = (hits: readonly { id: string }[]) => hits.map(({ id }) => id);
const right = Float32Array.of(5, 0);

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-search-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

async function filled(): Promise<VectorIndex> {
  const index = await VectorIndex.open(folder, { write: true, create });
  await index.add([at('up', 0, 3), at('right', 2, 0), at('diagonal', 1, 1), at('left', -1, 0)]);
  return index;
}

it('finds the items of largest cosine, best first', async () => {
  const index = await filled();
  const hits = index.search(right, 3);
  expect(hits).toEqual([
    { id: 'right', modality: 'audio', score: expect.closeTo(1, 6) },
    { id: 'diagonal', modality: 'audio', score: expect.closeTo(Math.SQRT1_2, 6) },
    { id: 'up', modality: 'audio', score: expect.closeTo(0, 6) },
  ]);
  expect(names(index.search(right, 99))).toEqual(['right', 'diagonal', 'up', 'left']);
  expect(index.vector('diagonal', 'audio')).toEqual(Float32Array.of(Math.SQRT1_2, Math.SQRT1_2));
  await index.close();
});

it('finds items of some modalities alone, however far down they are', async () => {
  const index = await filled();
  await index.add([at('far', -1, 0.1, 'video'), at('farther', -1, 0, 'video'), at('word', 0, -1, 'text')]);
  expect(names(index.search(right, 2, ['video']))).toEqual(['far', 'farther']);
  expect(names(index.search(right, 9, ['text', 'video']))).toEqual(['word', 'far', 'farther']);
  expect(index.search(right, 1, ['smell'])).toEqual([]);
  await index.close();
});

it('finds as many items of some modalities as it is asked for, though others lie between them', async () => {
  const index = await VectorIndex.open(folder, { write: true, create });
  await index.add(Array.from({ length: 9 }, (_, i) => at(`${i}`, 9 - i, i, i % 3 === 0 ? 'video' : 'audio')));
  expect(names(index.search(right, 2, ['video']))).toEqual(['0', '3']);
  expect(names(index.search(right, 3, ['video']))).toEqual(['0', '3', '6']);
  await index.close();
});

it('leaves no segment behind of which nothing is left', async () => {
  const index = await filled();
  await index.add([at('word', 0, -1, 'text')]);
  await index.remove(['up', 'right', 'diagonal', 'left'].map((id) => ({ id, modality: 'audio' })));
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as { segments: object[] };
  expect(manifest.segments).toEqual([{ number: 2, rows: 1, removed: [] }]);
  await index.remove([{ id: 'word', modality: 'text' }]);
  await index.close();
  const again = await VectorIndex.open(folder, { write: true });
  expect([again.size, await readdir(folder)]).toEqual([0, ['manifest.json', 'writer.lock']]);
  await again.close();
});

it('holds after reopening what was added, replaced and removed', async () => {
  const index = await filled();
  await index.add([at('right', -1, 0), at('right', 1, 0, 'video')]);
  expect(
    await index.remove([
      { id: 'left', modality: 'audio' },
      { id: 'nobody', modality: 'audio' },
    ]),
  ).toBe(1);
  await index.close();
  const again = await VectorIndex.open(folder);
  expect(again.size).toBe(4);
  expect(again.modalities).toEqual({ audio: 3, video: 1 });
  expect(again.about).toEqual({ run: 'abc' });
  expect(again.search(right, 4)).toEqual(index.search(right, 4));
  expect(again.search(right, 1)[0]).toMatchObject({ id: 'right', modality: 'video' });
  await expect(again.add([at('new', 1, 0)])).rejects.toThrow('was opened read-only');
});

it('is what a map would be, however it is changed and reopened', async () => {
  const id = fc.integer({ min: 0, max: 9 }).map(String);
  const change = fc.oneof(
    fc.record({ add: fc.array(id, { maxLength: 4 }) }),
    fc.record({ remove: fc.array(id, { maxLength: 6 }) }),
    fc.constant({ reopen: true }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 60 }), async (changes) => {
      await rm(folder, { recursive: true, force: true });
      let index = await VectorIndex.open(folder, { write: true, create });
      const model = new Map<string, number>();
      let angle = 0;
      for (const step of changes) {
        if ('add' in step) {
          const items = step.add.map((name) => [name, ++angle] as const);
          await index.add(items.map(([name, turn]) => at(name, Math.cos(turn), Math.sin(turn))));
          for (const [name, turn] of items) model.set(name, turn);
        } else if ('remove' in step) {
          const there = new Set(step.remove.filter((name) => model.has(name)));
          expect(await index.remove(step.remove.map((name) => ({ id: name, modality: 'audio' })))).toBe(there.size);
          for (const name of there) model.delete(name);
        } else {
          await index.close();
          index = await VectorIndex.open(folder, { write: true });
        }
        const expected = [...model].map(([name, turn]) => [name, Math.cos(turn)] as const).sort((a, b) => b[1] - a[1]);
        const hits = index.search(right, 99);
        expect(names(hits)).toEqual(names(expected.map(([name]) => ({ id: name }))));
        hits.forEach(({ score }, i) => expect(score).toBeCloseTo(expected[i]![1], 5));
      }
      await index.close();
    }),
    { numRuns: 25 },
  );
});

it('merges many small additions, and leaves no other file behind', async () => {
  const index = await VectorIndex.open(folder, { write: true, create });
  for (let i = 0; i < 100; i++) await index.add([at(`clip ${i}`, Math.cos(i), Math.sin(i))]);
  await index.close();
  const files = await readdir(folder);
  expect(files.filter((name) => name.endsWith('.safetensors')).length).toBeLessThan(35);
  expect(files.filter((name) => !/^(manifest\.json|\d{6}\.safetensors)$/.test(name))).toEqual([]);
  expect((await VectorIndex.open(folder)).size).toBe(100);
});

it('splits what is added and merged into segments of a bounded size, searches across them, and reads them back', async () => {
  const options = { write: true, create, segmentBytes: 8 * 10 };
  const index = await VectorIndex.open(folder, options);
  const items = Array.from({ length: 25 }, (_, i) => at(`clip ${i}`, Math.cos(i), Math.sin(i)));
  await index.add(items);
  expect((await readdir(folder)).filter((name) => name.endsWith('.safetensors')).sort()).toEqual([
    '000001.safetensors',
    '000002.safetensors',
    '000003.safetensors',
  ]);
  const expected = [...items.keys()].sort((a, b) => Math.cos(b) - Math.cos(a)).map((i) => `clip ${i}`);
  expect(names(index.search(right, 25))).toEqual(expected);
  for (let i = 0; i < 40; i++) await index.add([at('again', 0, -1)]);
  expect(names(index.search(right, 26)).filter((id) => id !== 'again')).toEqual(expected);
  await index.close();
  const reopened = await VectorIndex.open(folder, { segmentBytes: 8 * 7 });
  expect(reopened.size).toBe(26);
  expect(reopened.search(right, 26)).toEqual(index.search(right, 26));
  for (const { id } of items) expect(reopened.vector(id, 'audio')).toEqual(index.vector(id, 'audio'));
});

it('bounds a segment by its names as well', async () => {
  const index = await VectorIndex.open(folder, { write: true, create });
  await index.add(Array.from({ length: 5 }, (_, i) => at(`${i}${'"'.repeat(500_000)}`, 1, i)));
  await index.close();
  expect((await readdir(folder)).filter((name) => name.endsWith('.safetensors'))).toHaveLength(2);
  expect((await VectorIndex.open(folder)).size).toBe(5);
});

it('stands where only tidying up fails, and changes nothing where the change fails', async () => {
  const index = await VectorIndex.open(folder, { write: true, create });
  for (let i = 0; i < 32; i++) await index.add([at(String(i), 1, i)]);
  // The merge after this addition cannot write its segment, number 34.
  await mkdir(join(folder, '000034.safetensors', 'taken'), { recursive: true });
  await index.add([at('32', 1, 32)]);
  expect([index.size, (await VectorIndex.open(folder)).size]).toEqual([33, 33]);
  // Nor can the next addition.
  await expect(index.add([at('33', 1, 33)])).rejects.toThrow('000034.safetensors: cannot be written');
  expect([index.size, index.vector('33', 'audio'), (await VectorIndex.open(folder)).size]).toEqual([33, undefined, 33]);
  await rm(join(folder, '000034.safetensors'), { recursive: true });
  await index.add([at('33', 1, 33)]);
  expect([index.size, (await VectorIndex.open(folder)).size]).toEqual([34, 34]);
  expect((await readdir(folder)).filter((name) => name.endsWith('.safetensors'))).toEqual(['000035.safetensors']);
  await index.close();
});

it('ignores an interrupted addition and cleans it up', async () => {
  await (await filled()).close();
  await writeFile(join(folder, '000002.safetensors'), 'half');
  await writeFile(join(folder, '000002.safetensors.77-ab.tmp'), 'half');
  await writeFile(join(folder, 'manifest.json.77-ab.tmp'), 'half');
  const index = await VectorIndex.open(folder, { write: true });
  expect(index.size).toBe(4);
  await index.close();
  expect((await readdir(folder)).sort()).toEqual(['000001.safetensors', 'manifest.json']);
});

it('has one writer at a time', async () => {
  const index = await filled();
  await expect(VectorIndex.open(folder, { write: true })).rejects.toThrow(`is being written by process ${process.pid}`);
  expect((await VectorIndex.open(folder)).size).toBe(4);
  await index.close();
  await (await VectorIndex.open(folder, { write: true })).close();
});

it('made by a first attempt that added nothing, may be made otherwise', async () => {
  await (await VectorIndex.open(folder, { write: true, create })).close();
  const index = await VectorIndex.open(folder, { write: true, create: { width: 3, about: { run: 'other' } } });
  expect([index.width, index.about]).toEqual([3, { run: 'other' }]);
  await index.close();
});

it('goes on where only remarks differ, which stay as they were', async () => {
  const create = (remarks: Readonly<Record<string, string>>) => ({ write: true, create: { width: 2, about: { model: 'a' }, remarks } });
  const other = join(folder, 'remarks');
  const first = await VectorIndex.open(other, create({ run: 'runs/here' }));
  await first.add([at('one', 1, 0)]);
  await first.close();
  const second = await VectorIndex.open(other, create({ run: 'moved' }));
  expect([second.size, second.about]).toEqual([1, { model: 'a', run: 'runs/here' }]);
  await second.close();
});

it('refuses vectors that cannot be compared', async () => {
  const index = await filled();
  await expect(index.add([at('zero', 0, 0)])).rejects.toThrow('audio zero: expected a finite vector of 2 numbers that are not all 0');
  await expect(index.add([{ id: 'wide', modality: 'audio', vector: new Float32Array(3) }])).rejects.toThrow('got 3');
  expect(() => index.search(Float32Array.of(NaN, 1), 1)).toThrow('the query');
  expect(index.size).toBe(4);
  await index.close();
  await expect(VectorIndex.open(folder, { create: { width: 2, about: { run: 'other' } } })).rejects.toThrow(
    'made otherwise: run is abc there, other here',
  );
  await expect(VectorIndex.open(folder, { create: { width: 3, about: { run: 'abc' } } })).rejects.toThrow(
    'made otherwise: width is 2 there, 3 here',
  );
});

it('names a missing index and a damaged file', async () => {
  await expect(VectorIndex.open(join(folder, 'none'))).rejects.toThrow('does not contain an index');
  await (await filled()).close();
  await truncate(join(folder, '000001.safetensors'), 40);
  await expect(VectorIndex.open(folder)).rejects.toThrow('000001.safetensors');
  await writeFile(join(folder, 'manifest.json'), '{}');
  await expect(VectorIndex.open(folder)).rejects.toThrow('is not the manifest of an index');
});
