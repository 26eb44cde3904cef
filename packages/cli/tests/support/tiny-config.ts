import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The full model on a few clips, small enough to train in seconds. */
const TINY = `name: tiny
seed: 3
data:
  use: digits
  clips: {train: 32, val: 8, test: 24}
  handwritings: {train: 4, val: 3, test: 3}
modalities:
  - {use: audio, layers: 1, feedForward: 16, specificWidth: 8}
  - {use: video, layers: 1, feedForward: 16, specificWidth: 8}
  - {use: text, layers: 1, feedForward: 16, specificWidth: 8, lstmWidth: 4}
width: 16
codebook: {size: 16}
objectives: [reconstruction, commitment, cross-commitment, {use: club, hidden: 8, steps: 2}, cross-cpc, cmcm, mm-ema, {use: code-reset, patience: 5}]
training: {epochs: 3, batchSize: 8, logEvery: 1}
tasks: [{use: classification, epochs: 2, hidden: 8}]
`;

/** Writes the config, with text replaced, into a folder; returns the file. */
export async function tinyConfig(folder: string, replacements: Readonly<Record<string, string>> = {}): Promise<string> {
  const file = join(folder, 'tiny.yaml');
  const text = Object.entries(replacements).reduce((config, [from, to]) => config.replace(from, to), TINY);
  await writeFile(file, text);
  return file;
}
