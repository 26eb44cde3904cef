import * as tf from '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';

type Block = number[][][];

const golden = JSON.parse(readFileSync(new URL('../../../fixtures/baselines/golden.json', import.meta.url), 'utf8')) as Readonly<
  Record<'za' | 'zb' | 'sa' | 'sb' | 'xa' | 'xb' | 'ma' | 'mb', Block>
> & { readonly E: number[][] };

/** Two modalities, B = T = D = 2, four codes: see fixtures/README.md. The caller disposes the tensors. */
export function workedExample() {
  return {
    za: tf.tensor3d(golden.za),
    zb: tf.tensor3d(golden.zb),
    sa: tf.tensor3d(golden.sa),
    sb: tf.tensor3d(golden.sb),
    xa: tf.tensor3d(golden.xa),
    xb: tf.tensor3d(golden.xb),
    ma: tf.tensor3d(golden.ma),
    mb: tf.tensor3d(golden.mb),
    embedding: tf.tensor2d(golden.E),
    /** The same numbers. */
    plain: golden,
  };
}
