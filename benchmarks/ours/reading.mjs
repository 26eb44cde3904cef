/** @import { Dataset } from '@cmg/core' */
/** @import { ReadingCase } from '../types.ts' */
import { aveReader, vggsoundAvelReader } from '@cmg/datasets';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** @type {Record<ReadingCase['format'], (folder: string, context: { cacheDir: string }) => Promise<Dataset>>} */
const OPEN = {
  hdf5: (folder, context) => aveReader.open(aveReader.options.parse({ root: join(folder, 'ave') }), context),
  zip: (folder, context) =>
    vggsoundAvelReader.open(vggsoundAvelReader.options.parse({ root: join(folder, 'vggsound-avel'), subset: '81k' }), context),
};

/** Sound and pictures of random clips through the reader of a published data set, a batch at a time. */
export class Reading {
  parameters = 0;
  #case;
  #folder;
  /** @type {Dataset | undefined} */
  #dataset;

  /** @param {ReadingCase} benchmark */
  constructor(benchmark) {
    this.#case = benchmark;
    if (benchmark.folder === undefined) throw new Error('there are no files to read');
    this.#folder = benchmark.folder;
  }

  /** `cold` opens the data set and closes it again each time; `cached` reads from one that has read it all before. @param {number} repeats */
  async run(repeats) {
    for (let i = 0; i < repeats; i++) {
      const dataset = (this.#dataset ??= await this.#open());
      await this.#readAll(dataset);
      if (this.#case.pass === 'cold') await this.#close();
    }
  }

  #open() {
    return OPEN[this.#case.format](this.#folder, { cacheDir: join(this.#folder, 'cache') });
  }

  async #close() {
    await this.#dataset?.close();
    this.#dataset = undefined;
    await rm(join(this.#folder, 'cache'), { recursive: true, force: true });
  }

  /** @param {Dataset} dataset */
  async #readAll(dataset) {
    const { samples, batch } = this.#case;
    const clips = dataset.splits['train'] ?? 0;
    /** @type {Record<string, Float32Array>} */
    const used = {};
    for (let first = 0; first < samples; first += batch) {
      const rows = Array.from({ length: Math.min(batch, samples - first) }, (_, i) => ((first + i) * 7919) % clips);
      // As the trainer does: what has been used is memory for what comes.
      /** @param {string} modality */
      const read = async (modality) => {
        used[modality] = (await dataset.read('train', modality, rows, used[modality])).data;
      };
      await Promise.all(['audio', 'video'].map(read));
    }
  }
}
