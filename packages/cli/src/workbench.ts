import { loadConfig } from '@cmg/config';
import type { ComponentConfig, Components, Dataset, DatasetContext, RunConfig } from '@cmg/core';
import { join } from 'node:path';
import { cacheRoot } from '@cmg/runtime';
import { createContainer, resolveComponents } from './composition-root.js';
import type { Terminal } from './terminal.js';

/** The components that a command works with, and what opens configs and data with them. */
export class Workbench {
  /** What is registered, and what the configs that were loaded name by package or path. */
  components: Components = resolveComponents(createContainer());

  constructor(private readonly terminal: Terminal) {}

  /** Validated; components that the config names by package or path are registered for this command. */
  async loadConfig(file: string): Promise<RunConfig> {
    const { config, components } = await loadConfig(file, this.components);
    this.components = components;
    return config;
  }

  /** Open; the caller closes it. Slow preparation is told about once per kind of work. */
  async openDataset({ use, options }: ComponentConfig): Promise<Dataset> {
    return this.components.datasets.get(use).open(options, this.datasetContext(use));
  }

  /** Where a reader may cache, and whom it tells of slow work. */
  datasetContext(reader: string): DatasetContext {
    const told = new Set<string>();
    return {
      cacheDir: join(cacheRoot(), 'data'),
      onProgress: (what) => {
        if (told.has(what)) return;
        told.add(what);
        this.terminal.note(`${reader}: ${what}`);
      },
    };
  }
}
