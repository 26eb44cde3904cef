import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readJson } from '../src/index.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-json-'))));
afterAll(() => rm(folder, { recursive: true }));

const schema = z.object({ format: z.literal(1), sizes: z.array(z.int().min(1)) });
const about = { what: 'a list of sizes', hint: 'Write it again.' };

async function read(text: string): Promise<unknown> {
  const file = join(folder, 'sizes.json');
  await writeFile(file, text);
  return readJson(file, schema, about);
}

it('gives what the schema makes of a file', async () => {
  expect(await read('{"format": 1, "sizes": [3, 4], "more": true}')).toEqual({ format: 1, sizes: [3, 4] });
});

it('names the file, each key that is wrong, and what to do', async () => {
  await expect(read('{"format": 2, "sizes": [3, "x"]}')).rejects.toThrow(
    `${folder}/sizes.json: is not a list of sizes:\n✖ Invalid input: expected 1\n  → at format\n✖ Invalid input: expected number, received string\n  → at sizes[1]\n  Write it again.`,
  );
  await expect(read(`{"format": 1, "sizes": [${'0,'.repeat(99)}0]}`)).rejects.toThrow(
    /at sizes\[4\]\n… and 95 more\n {2}Write it again\.$/,
  );
  await expect(read('{"format": 1,')).rejects.toThrow('is not a list of sizes: it is not valid JSON: ');
  await expect(read('['.repeat(3_000_000))).rejects.toThrow('is not a list of sizes: it is not valid JSON: ');
  await expect(readJson(join(folder, 'none.json'), schema, about)).rejects.toThrow(`${folder}/none.json: is missing`);
});
