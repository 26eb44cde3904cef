import * as tf from '@tensorflow/tfjs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a model as `model.json` and `weights.bin`, as TensorFlow.js's converter does. */
export async function saveTfjsModel(folder: string, { weightSpecs, weightData, ...json }: tf.io.ModelArtifacts): Promise<void> {
  await mkdir(folder, { recursive: true });
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  await writeFile(join(folder, 'model.json'), JSON.stringify({ ...json, weightsManifest }));
  await writeFile(join(folder, 'weights.bin'), new Uint8Array(weightData as ArrayBuffer));
}

/** What a layers model would be saved as. */
export async function artifactsOf(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler((given) => {
      artifacts = { format: 'layers-model', ...given };
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } });
    }),
  );
  return artifacts!;
}

/**
 * A graph model of samples x [N], with N any number: `frames` = x as rows of `width`, [-1, width], and the outputs `scores` and `embedding`,
 * frames times the weights.
 */
export function sampleGraphModel(
  width: number,
  weights: { readonly scores: readonly number[]; readonly embedding: readonly number[] },
): tf.io.ModelArtifacts {
  const type = (name: string) => ({ [name]: { type: name === 'Tshape' ? 'DT_INT32' : 'DT_FLOAT' } });
  const constant = (name: string, dtype: 'DT_FLOAT' | 'DT_INT32') => ({ name, op: 'Const', attr: { dtype: { type: dtype } } });
  const product = (name: string) => ({ name, op: 'MatMul', input: ['frames', `${name}/weight`], attr: type('T') });
  const { scores, embedding } = weights;
  return {
    format: 'graph-model',
    modelTopology: {
      versions: { producer: 1 },
      node: [
        { name: 'x', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim: [{ size: '-1' }] } } } },
        constant('shape', 'DT_INT32'),
        constant('scores/weight', 'DT_FLOAT'),
        constant('embedding/weight', 'DT_FLOAT'),
        { name: 'frames', op: 'Reshape', input: ['x', 'shape'], attr: { ...type('T'), ...type('Tshape') } },
        product('scores'),
        product('embedding'),
      ],
    },
    weightSpecs: [
      { name: 'shape', shape: [2], dtype: 'int32' },
      { name: 'scores/weight', shape: [width, scores.length / width], dtype: 'float32' },
      { name: 'embedding/weight', shape: [width, embedding.length / width], dtype: 'float32' },
    ],
    weightData: new Uint8Array([Int32Array.of(-1, width), Float32Array.from(scores), Float32Array.from(embedding)].flatMap(bytesOf)).buffer,
  };
}

const bytesOf = ({ buffer }: Int32Array | Float32Array): number[] => [...new Uint8Array(buffer)];
