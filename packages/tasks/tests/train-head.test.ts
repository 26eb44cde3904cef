import { type ClipValues, type Head, inMemory, ParameterScope, Random } from '@cmg/core';
import { jest } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import type { CodeSet } from '../src/index.js';
import { trainHead } from '../src/transfer/train-head.js';

const codes: CodeSet = {
  split: 'train',
  modality: 'audio',
  clips: 5,
  segments: 2,
  levels: 1,
  size: 10,
  indices: Int32Array.from({ length: 10 }, (_, i) => i),
};
const targets = inMemory({ data: Float32Array.from({ length: 15 }, (_, i) => i), shape: [5, 3] });
const data = { codes, targets };

/** A head that notes what it is given. */
function noting() {
  const parameters = ParameterScope.root(new Random(0), tf);
  const slope = parameters.variable('slope', [], () => Float32Array.of(1));
  const batches: { codes: number[][]; targets: number[][] }[] = [];
  const head: Head = {
    apply: (indices) => {
      batches.push({ codes: indices.squeeze<tf.Tensor2D>([2]).arraySync(), targets: [] });
      return slope.mul(2);
    },
    loss: (outputs, wanted) => {
      batches.at(-1)?.targets.push(...(wanted as tf.Tensor2D).arraySync());
      return outputs as tf.Scalar;
    },
    measure: async () => ({ primary: 'none', scores: {}, chance: 0 }),
  };
  return { head, parameters, batches };
}

const settings = { epochs: 2, batchSize: 2, learningRate: 0.5, compile: 'auto' } as const;
const embedding = tf.zeros<tf.Rank.R2>([10, 1]);

test('every epoch visits every clip once, with its own targets, in another order', async () => {
  const { head, parameters, batches } = noting();
  await trainHead({ head, parameters, embedding, data, settings, random: new Random(4) });
  expect(batches.map((batch) => batch.codes.length)).toEqual([2, 2, 1, 2, 2, 1]);
  const clips = batches.flatMap((batch) => batch.codes.map(([first, second]) => (expect(second).toBe(first! + 1), first! / 2)));
  expect(batches.flatMap((batch) => batch.targets)).toEqual(clips.map((clip) => [clip * 3, clip * 3 + 1, clip * 3 + 2]));
  const [first, second] = [clips.slice(0, 5), clips.slice(5)];
  expect([...first].sort()).toEqual([0, 1, 2, 3, 4]);
  expect([...second].sort()).toEqual([0, 1, 2, 3, 4]);
  expect(second).not.toEqual(first);
});

test('reports the mean loss of each epoch', async () => {
  const { head, parameters } = noting();
  const reports: [number, number][] = [];
  await trainHead({
    head,
    parameters,
    embedding,
    data,
    settings,
    random: new Random(4),
    onEpoch: (epoch, loss) => void reports.push([epoch, loss]),
  });
  // Adam moves the slope by 0.5 a step while the gradient's sign stays: 1, 0.5, 0, -0.5, ...
  expect(reports[0]).toEqual([1, expect.closeTo((2 * (1 + 0.5 + 0)) / 3, 4)]);
  expect(reports[1]).toEqual([2, expect.closeTo((2 * (-0.5 - 1 - 1.5)) / 3, 4)]);
});

test('an unseeded draw of a head is an error, and a tensor left behind at each step a warning', async () => {
  const { head, parameters } = noting();
  const train = (apply: Head['apply']) =>
    trainHead({ head: { ...head, apply }, parameters, embedding, data, settings, random: new Random(4) });
  await expect(train(() => tf.randomUniform([]))).rejects.toThrow("the head's training step: uses Math.random or tf.random*");
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const kept: tf.Tensor[] = [];
  const slope = [...parameters.parameters.values()][0] as tf.Variable;
  await train(() => (kept.push(tf.keep(tf.scalar(1))), slope.mul(2)));
  tf.dispose(kept);
  expect(warn.mock.calls.map(([message]) => message)).toEqual([
    "the head's training step: the number of tensors in memory grows each time, now by 1",
  ]);
  warn.mockRestore();
});

test('inputs are read beside codes, one batch ahead, each with its own clip', async () => {
  const { head, parameters } = noting();
  const events: string[] = [];
  const inputs: ClipValues = {
    clips: 5,
    shape: [1],
    read: async (rows) => {
      events.push(`read ${rows.length}`);
      return { data: Float32Array.from(rows), shape: [rows.length, 1] };
    },
  };
  const seeing: Head = {
    ...head,
    apply: (indices, context, read) => {
      const first = indices.slice([0, 0, 0], [-1, 1, 1]).squeeze([2]).div(2).arraySync();
      expect(read?.arraySync()).toEqual(first);
      events.push(`apply ${read?.shape[0]}`);
      return head.apply(indices, context);
    },
  };
  await trainHead({
    head: seeing,
    parameters,
    embedding,
    data: { ...data, inputs },
    settings: { ...settings, epochs: 1 },
    random: new Random(4),
  });
  expect(events).toEqual(['read 2', 'read 2', 'apply 2', 'read 1', 'apply 2', 'apply 1']);
});

test('what cannot be read ends the training with its own error, and no read is left on its way', async () => {
  const { head, parameters } = noting();
  let open = 0;
  const inputs: ClipValues = {
    clips: 5,
    shape: [1],
    read: async (rows) => {
      open++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      open--;
      if (open === 0) throw new Error('the disk is gone');
      return { data: Float32Array.from(rows), shape: [rows.length, 1] };
    },
  };
  await expect(trainHead({ head, parameters, embedding, data: { ...data, inputs }, settings, random: new Random(4) })).rejects.toThrow(
    'the disk is gone',
  );
  expect(open).toBe(0);
});
