import '../../../tools/jest/threads-from-sources.mjs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runHere } from './support/run-here.js';

const CLIPS = fileURLToPath(new URL('../../../fixtures/letters/clips.csv', import.meta.url));

describe('four letters, named in many languages and set in many typefaces', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-real-clips-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('are told apart by shipped defaults across modalities, in voices, languages and typefaces that training lacked', async () => {
    const short = ['training.epochs=80', 'training.validation.clips=0'].flatMap((setting) => ['--set', setting]);
    const { code, stdout, stderr } = await runHere(['run', CLIPS, '--out', folder, ...short]);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('48 clips (32 train, 4 val, 12 test), 4 classes') });
    const scores = (row: string) => (new RegExp(`^${row} +(\\d.*)$`, 'm').exec(stdout)?.[1] ?? '').split(/ +/).map(Number);
    expect(scores('most frequent class').slice(0, 2)).toEqual([25, 25]);
    expect(Math.min(...scores('own-clips').slice(0, 2))).toBeGreaterThan(60);
  }, 180_000);
});
