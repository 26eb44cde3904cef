import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineObserver, type TrainingObserver } from '../src/index.js';
import { describeObserver, observerChecks } from '../src/testing/index.js';
import { failuresOf } from './support/failures.js';

const observer = (observed: TrainingObserver) =>
  defineObserver({ name: 'watch', description: 'for tests', options: z.strictObject({}), create: () => observed });
const failures = (observed: TrainingObserver) => failuresOf(observerChecks(observer(observed)));

describeObserver(observer({ onRecord: () => undefined }));

describe('observerChecks say what is wrong, and what to do', () => {
  it('of one that observes nothing', async () => {
    expect(await failures({})).toEqual({
      'observes something':
        'create returns an observer without any of the functions onStart, onStep, onRecord, onCheckpoint, onEpoch, onNote, onEnd',
    });
  });

  it('of one that needs a first step, or the first of all steps', async () => {
    let last = 0;
    const needy: TrainingObserver = {
      onStart: () => void (last = 0),
      onRecord: ({ step }) => void (last = step),
      onEnd: () => {
        if (last === 0) throw new Error('nothing was recorded');
      },
    };
    expect(await failures({ ...needy })).toEqual({
      'follows a run that fails before its first step': 'nothing was recorded',
    });
    const counting: TrainingObserver = {
      onStart({ step }) {
        if (step > 0) throw new Error('starts in the middle');
      },
    };
    expect(await failures(counting)).toEqual({ 'follows a run that is interrupted and resumed': 'starts in the middle' });
    const finishing: TrainingObserver = {
      onEpoch: ({ epoch }) => (epoch === 2 && last++ === 0 ? Promise.reject(new Error('no second epoch')) : undefined),
    };
    last = 0;
    expect(await failures(finishing)).toEqual({ 'follows a run that finishes': 'no second epoch' });
  });

  it('of one that changes what it is told, or leaves tensors behind', async () => {
    expect(await failures({ onRecord: (record) => void Object.assign(record.losses, { mine: 0 }) })).toEqual({
      'does not change its arguments':
        'it changed the start or the record that it received: other observers receive the same objects, so copy them',
    });
    expect(await failures({ onEpoch: () => void tf.scalar(1) })).toEqual({
      'leaves no tensors behind': 'following a run leaked 2 tensors: wrap it in tf.tidy, and do not use tf.keep or tf.variable',
    });
  });
});
