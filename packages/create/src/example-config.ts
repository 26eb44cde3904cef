import type { Kind } from './component-kind.js';
import type { ComponentNames } from './component-name.js';

const DIGITS = 'data: {use: digits, clips: {train: 160, val: 40, test: 40}}';
const SOUND = '{use: audio, layers: 1, feedForward: 64, specificWidth: 16}';
const WORDS = '{use: text, layers: 1, feedForward: 64, specificWidth: 16, lstmWidth: 16, lstmLayers: 1}';
const LOSSES = ['reconstruction', 'commitment', 'cross-commitment', 'club', 'cross-cpc', 'cmcm', 'mm-ema', 'code-reset'];

const list = (key: string, items: readonly string[]): string[] => [`${key}:`, ...items.map((item) => `  - ${item}`)];

/** A config that trains with a new component in less than a minute; undefined for an extractor, which is not trained. */
export function exampleConfig({ kind, name, package: specifier }: ComponentNames): string | undefined {
  if (kind === 'extractor') return undefined;
  const own = `"${specifier}"`;
  return [
    `# npx cmg pretrain --config example/config.yaml`,
    `name: ${name}-example`,
    dataLine(kind, own),
    ...list('modalities', [SOUND, kind === 'modality' ? own : WORDS]),
    'width: 32',
    kind === 'codebook' ? `codebook: {use: ${own}, size: 32}` : 'codebook: {size: 32}',
    ...list('objectives', kind === 'objective' ? [...LOSSES, own] : LOSSES),
    'training: {epochs: 2, batchSize: 40, learningRate: 0.001, logEvery: 1}',
    ...list('tasks', [kind === 'task' ? own : '{use: classification, hidden: 64}']),
    ...(kind === 'observer' ? list('observers', [own]) : []),
    '',
  ].join('\n');
}

/** A manifest for an extractor of tables, and the tables. */
export const EXAMPLE_MANIFEST = 'id,split,label,imu\na,train,walk,a.csv\nb,test,run,b.csv\n';
export const EXAMPLE_TABLES = { 'a.csv': 'x,y,z\n0.1,0,9.8\n0.2,0.1,9.7\n', 'b.csv': 'x,y,z\n2.5,1,8.1\n3,0.5,7.9\n' };

function dataLine(kind: Kind, own: string): string {
  if (kind === 'modality') return 'data: ./clips.ts';
  return kind === 'dataset' ? `data: ${own}` : DIGITS;
}
