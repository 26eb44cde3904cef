import type { Components, Dataset, RunConfig } from '@cmg/core';
import { type DataProgress, openDataset } from '../data/open-dataset.js';

/** Cells on the same data share one open data set. */
export class DatasetPool {
  private readonly opened = new Map<string, Dataset>();

  constructor(private readonly onProgress?: DataProgress) {}

  async open({ data }: RunConfig, components: Components): Promise<Dataset> {
    const key = JSON.stringify(data);
    const dataset = this.opened.get(key) ?? (await openDataset(data, components, this.onProgress));
    this.opened.set(key, dataset);
    return dataset;
  }

  async close(): Promise<void> {
    for (const dataset of this.opened.values()) await dataset.close();
    this.opened.clear();
  }
}
