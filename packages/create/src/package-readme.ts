import type { Kind } from './component-kind.js';
import type { ComponentNames } from './component-name.js';

/** A description of each kind, and its line in a config. */
const KIND_TEXTS: Readonly<Record<Kind, readonly [noun: string, line: (specifier: string) => string]>> = {
  modality: ['modality plugin', (own) => `modalities: [audio, ${own}]`],
  objective: ['objective', (own) => `objectives: [reconstruction, commitment, mm-ema, {use: ${own}, weight: 0.5}]`],
  dataset: ['data set', (own) => `data: ${own}`],
  task: ['task', (own) => `tasks: [${own}]`],
  extractor: ['extractor', (own) => `imu: {use: ${own}}          # in the file that cmg extract --extractors names`],
  codebook: ['codebook', (own) => `codebook: {use: ${own}, size: 128}`],
  observer: ['observer', (own) => `observers: [${own}]`],
};

/** Commands that use the component of a built package. */
function commandsOf({ kind, name, package: specifier }: ComponentNames): string[] {
  if (kind === 'extractor') return [`npx cmg extract --manifest example/clips.csv --out features --extractor imu=${specifier}`];
  const run = `runs/${name}-example`;
  const pretrain = 'npx cmg pretrain --config example/config.yaml';
  if (kind === 'observer') return [pretrain, `cat ${run}/${name}.csv`];
  const task = kind === 'task' ? ` --task ${name}` : '';
  return [pretrain, `npx cmg transfer --run ${run}${task}`];
}

/** The README of a new package: its commands, its line in a config, and where to continue. */
export function packageReadme(names: ComponentNames, commands: readonly string[]): string {
  const [noun, line] = KIND_TEXTS[names.kind];
  return `# ${names.package}

${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun} for Cross Modal Generalization.

\`\`\`sh
${[...commands, ...commandsOf(names)].join('\n')}
\`\`\`

In a config of a project that has it (\`npm install PATH\`, with the path of this folder):

\`\`\`yaml
${line(`"${names.package}"`)}
\`\`\`

\`src/${names.folder}.ts\` is a working start. The test runs the conformance suite of its contract, \`@cmg/core/testing\`, whose messages say what
to do. Whoever names this package in a config executes its code.
`;
}
