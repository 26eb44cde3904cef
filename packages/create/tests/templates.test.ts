import {
  describeCodebook,
  describeDatasetReader,
  describeExtractor,
  describeModalityPlugin,
  describeObjective,
  describeObserver,
  describeTask,
} from '@cmg/core/testing';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { KINDS } from '../src/index.js';
import { exampleCodebook } from '../templates/codebook.js';
import { exampleDataset } from '../templates/dataset.js';
import { exampleExtractor } from '../templates/extractor.js';
import { exampleModality } from '../templates/modality.js';
import { exampleObjective } from '../templates/objective.js';
import { exampleObserver } from '../templates/observer.js';
import { exampleTask } from '../templates/task.js';

describeModalityPlugin(exampleModality, { featureShape: [5], options: { hidden: 8, specificWidth: 4 } });
describeObjective(exampleObjective);
await describeDatasetReader(exampleDataset, { options: { clips: 12 } });
await describeTask(exampleTask);
describeExtractor(exampleExtractor, {
  media: (seeds) => ({
    kind: 'file',
    path: 'a.csv',
    onset: 0,
    offset: Infinity,
    bytes: async () => new TextEncoder().encode(`x,y,z\n${seeds.map((seed) => `${seed},1,2`).join('\n')}\n`),
  }),
});
describeCodebook(exampleCodebook, { options: { size: 6 } });
describeObserver(exampleObserver);

it('has a template for every kind', async () => {
  const files = await readdir(fileURLToPath(new URL('../templates', import.meta.url)));
  expect(files.sort()).toEqual(KINDS.map((kind) => `${kind}.ts`).sort());
});
