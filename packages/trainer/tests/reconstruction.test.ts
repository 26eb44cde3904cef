import { quantize } from '@cmg/codebook';
import { Random, type StepState } from '@cmg/core';
import { expectClose, expectGradients, FEATURE_CASES, reference, workedExample } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { buildModel, reconstruction, type ReconstructionOptions } from '../src/index.js';
import { fakeComponents, fakeConfig, FEATURE_SHAPES } from './support/fake-run.js';

/** Norms of the gradient at the front end of `words` and at its decoder. */
function gradients(targetGradient: ReconstructionOptions['targetGradient']): { frontEnd: Float32Array; loss: number; expected: number } {
  const model = buildModel(fakeConfig(), fakeComponents(), { segments: 3, featureShapes: FEATURE_SHAPES });
  const random = new Random(5);
  const tensor = (shape: number[]) =>
    tf.tensor(
      random.uniforms(
        shape.reduce((a, b) => a * b),
        -1,
        1,
      ),
      shape,
    );
  model.setCodebookState({
    embedding: tensor([8, 6]),
    emaCount: tf.ones([8]),
    emaSum: tensor([8, 6]),
    sinceUse: tf.zeros([3, 8]),
  });
  const objective = reconstruction.create({ targetGradient }, undefined as never);
  const batch = { sound: tensor([2, 3, 5]), sight: tensor([2, 3, 7]), words: tensor([2, 3, 4]) };
  const weight = model.parameters.get('front-end/words/affine/weight') as tf.Variable;
  let expected = 0;
  const { value, grads } = tf.variableGrads(() => {
    const state: StepState = model.forward(batch, { training: false, random });
    const losses = objective.terms?.(state).losses ?? {};
    expect(Object.keys(losses)).toEqual(['sound', 'sight', 'words']);
    const rebuilt = state.decode('words', state.quantized['words'] as tf.Tensor3D, state.specific['words'] as tf.Tensor);
    expected = tf.mean(tf.squaredDifference(rebuilt, state.targets['words'] as tf.Tensor)).dataSync()[0] as number;
    return losses['words'] as tf.Scalar;
  }, [weight]);
  const frontEnd = (grads[weight.name] as tf.Tensor).dataSync() as Float32Array;
  return { frontEnd, loss: value.dataSync()[0] as number, expected };
}

describe('reconstruction', () => {
  it('is the mean squared error over all elements of a modality', () => {
    const { loss, expected } = gradients('stop');
    expect(loss).toBeCloseTo(expected, 6);
  });

  it('trains a front end through its encoders alone, or towards the target as well', () => {
    const [stop, flow] = [gradients('stop'), gradients('flow')];
    expect(flow.loss).toBe(stop.loss);
    expect(stop.frontEnd.some((value) => value !== 0)).toBe(true);
    expect([...flow.frontEnd]).not.toEqual([...stop.frontEnd]);
  });

  it('is that of the worked example, decoded by q/2 + s/4', () => {
    const { za, zb, sa, sb, xa, xb, embedding } = workedExample();
    const step = {
      modalities: ['a', 'b'],
      targets: { a: xa, b: xb },
      specific: { a: sa, b: sb },
      quantized: { a: quantize(za, embedding).quantized, b: quantize(zb, embedding).quantized },
      decode: (_: string, q: tf.Tensor, s: tf.Tensor) => q.div(2).add(s.div(4)),
    } as unknown as StepState;
    const losses = reconstruction.create({ targetGradient: 'stop' }, undefined as never).terms?.(step).losses ?? {};
    expectClose(losses['a'] as tf.Tensor, [0.111640625], 1e-7);
    expectClose(losses['b'] as tf.Tensor, [0.1496875], 1e-7);
  });

  it.each(FEATURE_CASES)('has the gradient of finite differences in q, s and target: %s', (_, { za, zb }) => {
    type Block = number[][][];
    const target = za.map((clip, b) => clip.map((row, t) => row.map((value, d) => value + 0.3 * (zb[b]?.[t]?.[d] as number))));
    const decode = (q: number, s: number) => 2 * q + s ** 2;
    const step = (q: tf.Tensor, s: tf.Tensor, x: tf.Tensor) =>
      ({
        modalities: ['a'],
        targets: { a: x },
        quantized: { a: q },
        specific: { a: s },
        decode: (__: string, codes: tf.Tensor, specific: tf.Tensor) => codes.mul(2).add(specific.square()),
      }) as unknown as StepState;
    const formula = (q: Block, s: Block, x: Block) =>
      reference.meanSquaredError(
        q.map((clip, b) => clip.map((row, t) => row.map((value, d) => decode(value, s[b]?.[t]?.[d] as number)))),
        x,
      );
    const loss = (targetGradient: 'stop' | 'flow') => (q: tf.Tensor, s: tf.Tensor, x: tf.Tensor) =>
      reconstruction.create({ targetGradient }, undefined as never).terms?.(step(q, s, x)).losses['a'] as tf.Scalar;
    expectGradients(loss('flow'), formula, [za, zb, target]);
    expectGradients(
      (q, s) => loss('stop')(q, s, tf.tensor3d(target)),
      (q: Block, s: Block) => formula(q, s, target),
      [za, zb],
    );
  });
});
