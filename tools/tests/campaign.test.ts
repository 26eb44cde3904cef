import { jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CmgError, Random } from '@cmg/core';
import { HOSTILE } from '../campaign/hostile-files.mjs';
import { LIMITS } from '../campaign/process.mjs';
import { Tally, tableOf } from '../campaign/tally.mjs';
import { TARGETS } from '../campaign/targets/index.mjs';
import '../jest/threads-from-sources.mjs';

/** Of each format; where a program or a thread is started for each, or which are slow to make, fewer. */
const CASES = 50;
const FEW = 8;
const MEDIA = ['wav', 'picture', 'video'];
const SLOW = ['hdf5', ...MEDIA];
/** Formats whose reader leaves out what is damaged, or in which most damage is none. */
const FORGIVING = ['journal', 'text', ...MEDIA];

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'cmg-campaign-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it.each(Object.keys(TARGETS))('damaged files are read, or refused in a sentence: %s', async (format) => {
  const target = await TARGETS[format]?.(folder);
  if (target === undefined) return;
  const cases = SLOW.includes(format) ? FEW : CASES;
  let refused = 0;
  for (let n = 0; n < cases; n++) {
    try {
      await target.read(target.make(new Random(1).fork(format, n)));
    } catch (error) {
      if (!(error instanceof CmgError)) throw new Error(`${format}, case ${n}`, { cause: error });
      refused++;
    }
  }
  expect(Object.keys(Object.prototype)).toEqual([]);
  if (!FORGIVING.includes(format)) expect(refused).toBeGreaterThan(cases / 10);
  await target.close?.();
});

it.each(['pickle', 'npy', 'safetensors', 'npz'])('hostile files cost little, and execute nothing: %s', async (kind) => {
  const made = HOSTILE.filter((file) => file.kind === kind);
  const files = made.map(({ ending }, i) => join(folder, `${i}${ending}`));
  for (const [i, { make }] of made.entries()) await make(files[i]);
  const script = join(import.meta.dirname, '../campaign/read-once.mjs');
  const child = spawn(process.execPath, [script, kind, ...files], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await Promise.all([text(child.stdout), once(child, 'close')]);
  const results = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { outcome: string; computing: number; peak: number });
  expect(results.map(({ outcome }) => outcome)).toEqual(made.map(() => expect.stringMatching(/^(read|refused)$/)));
  for (const [i, { computing, peak }] of results.entries()) {
    expect({ name: made[i]?.name, cheap: computing < LIMITS.cpuMs && peak < LIMITS.bytes + 2 ** 25 }).toEqual({
      name: made[i]?.name,
      cheap: true,
    });
  }
  expect(existsSync(join(folder, 'executed'))).toBe(false);
});

it('a line tells what was seen, and faults of one cause are told once', () => {
  const log = jest.spyOn(console, 'log').mockReturnValue();
  const tally = new Tally('kills of extract');
  tally.saw('read', 3.25, 2 ** 20);
  tally.saw('refused', 1200, 5 * 2 ** 20);
  tally.fault('lost', 'case 1: a.npy');
  tally.fault('lost', 'case 2: b.npy');
  expect(log.mock.calls).toEqual([['FAULT kills of extract: lost: case 1: a.npy']]);
  log.mockRestore();
  const skipped = new Tally('full disks');
  skipped.skipped = 'left out';
  expect(tableOf([tally, skipped]).split('\n')).toEqual([
    '| part | cases | read | refused | faults | peak memory | slowest |',
    '|---|--:|--:|--:|--:|--:|--:|',
    '| kills of extract | 2 | 1 | 1 | 2 | 5 MB | 1,200 ms |',
    '| full disks | left out |  |  |  |  |  |',
  ]);
});
