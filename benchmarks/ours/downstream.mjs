/** @import { Dataset } from '@cmg/core' */
/** @import { FrozenEncoder } from '@cmg/tasks' */
/** @import { DownstreamCase } from '../types.ts' */
import { createComponents } from '@cmg/pipeline';
import { parseConfig } from '@cmg/config';
import { cacheCodes, classification, transfer } from '@cmg/tasks';
import { buildModel } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { officialConfig } from './official-config.mjs';

/** A head on frozen codes, from features to the trained head: clips are encoded once. */
export class Downstream {
  #case;
  #model;
  #dataset;

  /** @param {DownstreamCase} benchmark */
  constructor(benchmark) {
    const components = createComponents();
    const { config, issues } = parseConfig({ ...officialConfig(benchmark), objectives: ['reconstruction'] }, components);
    if (config === undefined) throw new Error(`the config of ${benchmark.name}: ${JSON.stringify(issues)}`);
    const { segments, modalities, codes, width } = benchmark;
    const [[modality, { features }] = ['', { features: [] }]] = Object.entries(modalities);
    this.#case = { ...benchmark, modality };
    this.#model = buildModel(config, components, { segments, featureShapes: { [modality]: features } });
    this.#model.setCodebookState({
      embedding: /** @type {tf.Tensor2D} */ (tf.randomNormal([codes, width])),
      emaCount: tf.ones([codes]),
      emaSum: tf.zeros([codes, width]),
      sinceUse: /** @type {tf.Tensor2D} */ (tf.zeros([1, codes])),
    });
    this.#dataset = memoryDataset(this.#case, features);
    const scope = this.#model.scope.child('encoder').child(modality).child('semantic');
    this.parameters = [...scope.parameters.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** @param {number} repeats */
  async run(repeats) {
    const { epochs, batch, modality, segments, width } = this.#case;
    const options = classification.options.parse({ epochs, batchSize: batch });
    const encoder = {
      modalities: [modality],
      width,
      segments,
      levels: 1,
      embedding: this.#model.vocabulary,
      /** @type {FrozenEncoder['encode']} */
      encode: (name, x) => this.#model.encode(name, x),
    };
    for (let i = 0; i < repeats; i++) {
      const cache = cacheCodes({ encoder, dataset: this.#dataset });
      await transfer({ cache, task: classification, options, from: modality, to: [], seed: i });
    }
  }
}

/**
 * Clips of noise with random labels, in memory.
 *
 * @param {DownstreamCase & { modality: string }} benchmark
 * @param {readonly number[]} features
 * @returns {Dataset}
 */
function memoryDataset({ modality, clips, distinct, segments, classes }, features) {
  const size = segments * features.reduce((product, n) => product * n, 1);
  const values = new Float32Array(distinct * size).map(() => 2 * Math.random() - 1);
  return {
    segments,
    classes: Array.from({ length: classes }, (_, i) => `class ${i}`),
    splits: { train: clips },
    featureShapes: { [modality]: features },
    fingerprint: 'noise',
    read: async (_split, _modality, rows, spare) => {
      const data = spare?.length === rows.length * size ? spare : new Float32Array(rows.length * size);
      Array.from(rows).forEach((row, i) => data.set(values.subarray((row % distinct) * size, ((row % distinct) + 1) * size), i * size));
      return { data, shape: [rows.length, segments, ...features] };
    },
    labels: async () => ({ clipClasses: Int32Array.from({ length: clips }, (_, i) => (i * 7919) % classes), segmentClasses: {} }),
    close: async () => undefined,
  };
}
