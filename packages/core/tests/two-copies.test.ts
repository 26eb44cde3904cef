import * as tf from '@tensorflow/tfjs';
import { CmgError, hostValue, isRecording, recordHostValues } from '../src/index.js';

/** The module once more, as where a plugin has installed this package a second time. */
const copyOf = <Module>(file: string): Promise<Module> => import(`../src/${file}.ts?copy`) as Promise<Module>;

it('an error of another copy is a CmgError, and any other error is not', async () => {
  const copy = await copyOf<{ CmgError: typeof CmgError }>('cmg-error');
  expect(copy.CmgError).not.toBe(CmgError);
  expect(new copy.CmgError('broken') instanceof CmgError).toBe(true);
  expect(new CmgError('broken') instanceof copy.CmgError).toBe(true);
  for (const other of [new Error('broken'), { name: 'CmgError' }, undefined, null, 'CmgError'])
    expect(other instanceof CmgError).toBe(false);
  class Own extends CmgError {}
  expect([new Own('') instanceof CmgError, new Own('') instanceof Own, new CmgError('') instanceof Own]).toEqual([true, true, false]);
});

it('a recording takes the host values of another copy', async () => {
  const copy = await copyOf<{ hostValue: typeof hostValue; isRecording: typeof isRecording }>('host-value');
  expect(copy.hostValue).not.toBe(hostValue);
  let taken = 0;
  recordHostValues(
    (make) => (taken++, make()),
    () => {
      expect([isRecording(), copy.isRecording()]).toEqual([true, true]);
      copy.hostValue(() => tf.scalar(1)).dispose();
    },
  );
  expect([taken, copy.isRecording()]).toEqual([1, false]);
});
