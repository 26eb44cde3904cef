import { configFromText } from '@cmg/config';
import type { Components } from '@cmg/core';
import { createComponents, evaluate, openRun, pretrain } from '@cmg/pipeline';
import { join } from 'node:path';
import { pairs } from './pairs.js';

const CONFIG = `name: pairs
data: pairs
modalities:
  - {use: audio, layers: 1, feedForward: 8, specificWidth: 4}
  - {use: text, layers: 1, feedForward: 8, specificWidth: 4, lstmWidth: 4}
  - {use: video, layers: 1, feedForward: 8, specificWidth: 4}
width: 8
codebook: {size: 12}
objectives: [reconstruction, commitment, cross-commitment, mm-ema]
training: {epochs: 4, batchSize: 8, logEvery: 2}
tasks: [{use: classification, epochs: 2, hidden: 8}]
`;

/** The built-in components, and clips of tests. */
export function testComponents(): Components {
  const components = createComponents();
  components.datasets.add(pairs);
  return components;
}

/** Trains a run in a second, and a head of audio on it. @returns the folder of its heads */
export async function trainRun(components: Components, folder: string): Promise<string> {
  const { config } = await configFromText(CONFIG, 'pairs.yaml', components);
  await pretrain(config, { components, folder });
  const run = await openRun(folder, { components });
  const heads = join(folder, 'heads');
  await evaluate(run, { from: ['audio'], to: ['audio'], save: { directory: heads } });
  run.dispose();
  return heads;
}
