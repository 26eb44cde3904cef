import { configText } from '@cmg/config';
import { shownText } from '@cmg/core';
import { fileNameOf } from '@cmg/formats';
import type { HeadDescription } from '@cmg/tasks';
import type { CheckpointInfo } from '@cmg/trainer';

export interface CardFacts {
  /** Of the checkpoint that is shared. */
  readonly info: CheckpointInfo;
  readonly heads: readonly HeadDescription[];
  /** An identifier of SPDX, or of the hub: `mit`, `cc-by-4.0`, `unknown`. */
  readonly licence: string;
  /** Where the run can be had from: `hf:me/mine`. */
  readonly source: string;
}

/**
 * The README.md of a shared run, with the metadata that the hub shows: what it is, how to use it, what its heads scored, on what it was
 * trained, and its config.
 */
export function modelCard({ info, heads, licence, source }: CardFacts): string {
  const { config, data, step, epoch, versions } = info;
  const modalities = config.modalities.map(({ use }) => use);
  const size = config.codebook.options['size'];
  const codes = typeof size === 'number' ? `${size} codes of width ${config.width}` : `codes of width ${config.width}`;
  const metadata = [
    'library_name: cmg',
    `license: ${licence}`,
    `tags: ${JSON.stringify(['cross-modal', 'discrete-codes', ...modalities])}`,
  ];
  const folder = `runs/${fileNameOf(config.name)}`;
  const yaml = configText(config).trimEnd();
  const fence = '`'.repeat(Math.max(3, ...Array.from(yaml.matchAll(/`+/g), ([run]) => run.length + 1)));
  const shapes = Object.entries(data.featureShapes).map(([modality, shape]) => `${modality} [${shape.join(', ')}]`);
  return `---
${metadata.join('\n')}
---

# ${plain(config.name)}

${codes}, shared by ${modalities.map(plain).join(', ')}: learned from paired clips without any label by
[Cross Modal Generalization](https://github.com/cross-modal-generalization/cmg). What is trained on the codes of one modality works on those
of the others.

## Use

\`\`\`sh
npm install --global @cmg/cli
cmg pull ${shownText(source)} --out ${folder}
cmg encode --run ${folder} --modality ${modalities[0] ?? ''} --in CLIPS.npy --out codes.npz${heads.length > 0 ? `\ncmg predict --head ${folder}/heads/HEAD --modality ${modalities.at(-1) ?? ''} --in CLIPS.npy` : ''}
\`\`\`

## Results

${results(heads)}

## Data and training

- Data: ${plain(config.data.use)}, ${data.clips} clips of ${data.segments} segments; fingerprint ${plain(data.fingerprint)}.
- Features of a segment: ${shapes.map(plain).join(', ')}.
- ${step} steps, ${epoch} epochs, seed ${config.seed}; ${Object.entries(versions)
    .map(([name, version]) => plain(`${name} ${version}`))
    .join(', ')}.

${fence}yaml
${yaml}
${fence}

## Licence

${plain(licence)}
`;
}

/** In percent, with what needs no model beside each score. */
function results(heads: readonly HeadDescription[]): string {
  const rows = heads.flatMap(({ task, from, seed, results: measured }) =>
    measured.map(({ to, split, scores, chance }) => {
      const shown = Object.entries(scores).map(([name, score]) => `${name} ${score.toFixed(1)}`);
      return `| ${[task, from, to, split, seed, shown.join(', '), chance.toFixed(1)].map((cell) => plain(String(cell))).join(' | ')} |`;
    }),
  );
  if (rows.length === 0) return 'No head is shared with it.';
  return ['| task | labelled | measured | clips | seed | scores | chance |', '|---|---|---|---|---:|---|---:|', ...rows].join('\n');
}

/** As Markdown shows it: no markup, no line breaks. */
const plain = (text: string): string => shownText(text).replace(/[\\`*_{}[\]<>#|!]/g, '\\$&');
