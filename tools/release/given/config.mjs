/** mine.yaml: a config of sound and words that trains in seconds. */
import { writeFile } from 'node:fs/promises';

const CONFIG = `name: mine
data:
  use: digits
  clips: {train: 200, val: 40, test: 40}
  handwritings: {train: 20, val: 10, test: 10}
  voices: {train: 8, val: 2, test: 2}
modalities: [{use: audio, specificWidth: 16}, {use: text, specificWidth: 16, lstmWidth: 16}]
width: 32
codebook: {size: 32}
objectives: [reconstruction, commitment, cross-commitment, cmcm, mm-ema, code-reset]
training: {epochs: 2, batchSize: 40, logEvery: 5}
tasks: [{use: classification, epochs: 3}]
`;

await writeFile('mine.yaml', CONFIG);
