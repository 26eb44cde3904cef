import type { NdArray } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main, TOLERANCES } from '../src/index.js';
import { FIXTURES, Lines, type RecordedFiles, withFolder } from './support/folder.js';

const COMMAND = join(import.meta.dirname, '../bin/parity.mjs');

/** The preset backend of the tests is the fastest; where that is native TensorFlow, both are tried. */
const BACKENDS = tf.getBackend() === 'tensorflow' ? ['native', 'wasm'] : ['wasm'];

/** Runs the check on a changed copy of the record of audio and text. */
async function check(change: (record: RecordedFiles) => void): Promise<{ code: number; printed: string; complaint: string }> {
  const lines = new Lines();
  const code = await withFolder('at', change, (folder) => main([folder, '--backend', 'wasm'], lines));
  return { code, printed: lines.printed.join('\n'), complaint: lines.complaints.join('\n') };
}

/** Adds to the first element of a tensor. */
function nudge({ tensors }: RecordedFiles, name: string, by: number): void {
  const { shape, data } = tensors.get(name) as NdArray;
  const changed = Float64Array.from(data);
  changed[0] = (changed[0] as number) + by;
  tensors.set(name, { shape, data: changed });
}

/** Names of the quantities that are marked as out of tolerance. */
const failed = (printed: string): string[] =>
  Object.keys(TOLERANCES).filter((quantity) => printed.split('\n').some((line) => line.startsWith(quantity) && / NO /.test(line)));

describe('parity', () => {
  it.each(BACKENDS)('holds for all that the official code recorded, on %s', (backend) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, FIXTURES, '--backend', backend], { encoding: 'utf8' });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    for (const variant of ['av', 'at', 'avt']) expect(stdout).toContain(`${variant}: 3 steps, B 4, T 10, D 16, K 24, on ${backend}`);
    for (const quantity of Object.keys(TOLERANCES)) expect(stdout.split(`${quantity}  `)).toHaveLength(4);
    expect(failed(stdout)).toEqual([]);
  });

  it('fails where one number of the record is another, and says which', async () => {
    const { code, printed } = await check((record) => {
      nudge(record, 'step1/semantic/text', 0.01);
      nudge(record, 'step0/grad/cpc/audio_predictors.0.weight', 0.001);
      nudge(record, 'step2/codebook/ema_count', 0.001);
      (record.json.steps[1] as { club_neg_loglik: { text: number[] } }).club_neg_loglik.text[3]! += 0.001;
    });
    expect(code).toBe(1);
    expect(failed(printed)).toEqual(['semantic features z', 'CLUB log-likelihoods', 'gradients, first step', 'EMA counts N']);
    expect(printed).toContain('step 1, text, inner step 3');
    expect(printed).toContain('cpc/audio_predictors.0.weight');
  });

  it('replays the recorded draws: with others, CLUB and Cross-CPC differ', async () => {
    const { code, printed } = await check(({ json }) => {
      (json.steps[0] as { draws: unknown }).draws = [
        ['club_perm', [0, 1, 2, 3]],
        ['club_perm', [3, 1, 0, 2]],
        ['cpc_t_minus_min', 2],
      ];
    });
    expect(code).toBe(1);
    expect(failed(printed)).toEqual(
      expect.arrayContaining(['loss: CLUB bound', 'loss: Cross-CPC', 'loss: total', 'gradients, first step']),
    );
  });
});

describe('a damaged folder', () => {
  it.each<[string, (record: RecordedFiles) => void, string]>([
    ['a missing tensor', ({ tensors }) => tensors.delete('step1/input/audio'), "'step1/input/audio': is missing"],
    [
      'a missing weight',
      ({ tensors }) => tensors.delete('init/encoder/Text_encoder.text_linear.weight'),
      'Text_encoder.text_linear.weight: is missing',
    ],
    ['sizes that do not fit', ({ json }) => void (json['D'] = 8), 'D is 8, but the tensors have 16'],
    ['another batch', ({ json }) => void (json['batch'] = 5), 'batch x T (step0/input/text) is 5 x 10, but the tensors have 4 x 10'],
    [
      'a missing size',
      ({ json }) => {
        delete json['codes'];
      },
      'codes',
    ],
    [
      'a missing draw',
      ({ json }) => void (json.steps[2] as { draws: unknown[] }).draws.pop(),
      'expected one cpc_t_minus_min from 0 to 7, got none',
    ],
    [
      'a draw that is not a permutation',
      ({ json }) => void ((json.steps[0] as { draws: unknown[] }).draws[1] = ['club_perm', [0, 1, 1, 2]]),
      'expected 2 permutations of 4 clips',
    ],
    ['another optimiser', ({ json }) => void (json['optimizer'] = 'SGD'), "optimizer: cannot be read: 'SGD'"],
  ])('with %s is refused, by name', async (_what, change, message) => {
    const { code, complaint } = await check(change);
    expect(complaint).toContain(message);
    expect(code).toBe(1);
  });

  it('without records, or none at all, is wrong usage', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'cmg-parity-'));
    const lines = new Lines();
    expect(await main([empty], lines)).toBe(2);
    expect(lines.complaints.join()).toContain('does not contain any of av.json, at.json, avt.json');
    expect(await main([], lines)).toBe(2);
    rmSync(empty, { recursive: true });
  });
});
