import { aveReader, vggsoundAvelReader } from '@cmg/datasets';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

const READERS = {
  hdf5: (folder) => [aveReader, { root: join(folder, 'ave') }],
  zip: (folder) => [vggsoundAvelReader, { root: join(folder, 'vggsound-avel'), subset: '81k' }],
};

/** Sound and pictures of random clips through the reader of a published data set, a batch at a time. */
export class Reading {
  parameters = 0;
  #case;
  #dataset;

  constructor(benchmark) {
    this.#case = benchmark;
  }

  /** `cold` opens the data set and closes it again each time; `cached` reads from one that has read it all before. */
  async run(repeats) {
    for (let i = 0; i < repeats; i++) {
      const dataset = (this.#dataset ??= await this.#open());
      await this.#readAll(dataset);
      if (this.#case.pass === 'cold') await this.#close();
    }
  }

  async #open() {
    const { format, folder } = this.#case;
    const [reader, options] = READERS[format](folder);
    return reader.open(reader.options.parse(options), { cacheDir: join(folder, 'cache') });
  }

  async #close() {
    await this.#dataset.close();
    this.#dataset = undefined;
    await rm(join(this.#case.folder, 'cache'), { recursive: true, force: true });
  }

  async #readAll(dataset) {
    const { samples, batch } = this.#case;
    const used = {};
    for (let first = 0; first < samples; first += batch) {
      const rows = Array.from({ length: Math.min(batch, samples - first) }, (_, i) => ((first + i) * 7919) % dataset.splits.train);
      // As the trainer does: what has been used is memory for what comes.
      const read = async (modality) => (used[modality] = (await dataset.read('train', modality, rows, used[modality])).data);
      await Promise.all(['audio', 'video'].map(read));
    }
  }
}
