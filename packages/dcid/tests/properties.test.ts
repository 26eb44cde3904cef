import { Random, type StepState } from '@cmg/core';
import { expectClose, nestedNormals } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { club, crossCpc } from '../src/index.js';
import { build } from './support/build.js';

const MODALITIES = ['audio', 'video', 'text'];
const WIDTHS = { audio: 3, video: 3, text: 3 };

/** A step of four clips, its clips in the given order. */
function step(modalities: readonly string[], order: number[]): StepState {
  const features = (seed: number) =>
    Object.fromEntries(
      modalities.map((m) => {
        const clips = nestedNormals([4, 5, 3], seed + MODALITIES.indexOf(m));
        return [m, tf.tensor3d(order.map((clip) => clips[clip] as number[][]))];
      }),
    );
  return {
    modalities,
    semantic: features(10),
    quantized: features(20),
    clubView: features(30),
    random: new Random(4),
  } as unknown as StepState;
}

const OBJECTIVES = {
  club: (modalities: readonly string[]) => club.create(club.options.parse({ hidden: 4 }), build(modalities, { clubWidths: WIDTHS })),
  'cross-cpc, targets': (modalities: readonly string[]) => crossCpc.create(crossCpc.options.parse({}), build(modalities, { segments: 5 })),
  'cross-cpc, contexts': (modalities: readonly string[]) =>
    crossCpc.create(crossCpc.options.parse({ candidates: 'contexts', selfWeight: 0.1 }), build(modalities, { segments: 5 })),
};

describe.each(Object.entries(OBJECTIVES))('%s', (_, create) => {
  const lossesOf = (modalities: readonly string[], order: number[]) => {
    const { losses = {}, metrics = {} } = create(modalities).terms?.(step(modalities, order)) ?? {};
    return Object.fromEntries(Object.entries({ ...losses, ...metrics }).map(([name, value]) => [name, value.dataSync()[0] as number]));
  };
  const expectSame = (actual: Record<string, number>, expected: Record<string, number>) => {
    expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
    for (const [name, value] of Object.entries(expected)) expectClose(tf.scalar(actual[name] as number), [value], 1e-5);
  };

  it.each([[[3, 0, 2, 1]], [[1, 0, 3, 2]], [[2, 3, 1, 0]]])('does not depend on the order of the batch: %j', (order) => {
    expectSame(lossesOf(MODALITIES, order), lossesOf(MODALITIES, [0, 1, 2, 3]));
  });

  it('does not depend on the order of modalities', () => {
    expectSame(lossesOf([...MODALITIES].reverse(), [0, 1, 2, 3]), lossesOf(MODALITIES, [0, 1, 2, 3]));
  });
});
