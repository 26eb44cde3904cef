import type { GeneratedFile } from './generated-file.js';
import { packageVersions } from './package-versions.js';

const CONFIG = `# What to train: npx cmg config check --config config.yaml lists every mistake, npx cmg config schema every option.
name: first

# Clips. The shipped corpus of spoken, written and named digits; your own become data by cmg extract (see README.md):
# data: {use: folder, root: features}
data: {use: digits, clutter: 0.25}

# Any two or three of audio, video and text, or your own: "@me/modality-imu", ./imu.ts
modalities:
  - {use: audio, layers: 1, feedForward: 256, specificWidth: 64}
  - {use: text, layers: 1, feedForward: 256, specificWidth: 64, lstmWidth: 64, lstmLayers: 1}

width: 128                                 # D, of semantic features and codes
codebook: {size: 128, initial: aligned}    # K codes, shared by all modalities

objectives:                                # an ablation is a config with one line less
  - reconstruction                         # each modality rebuilt from its codes and its specific features
  - {use: commitment, weight: 2}           # features stay close to their code
  - {use: cross-commitment, weight: 8}     # ... and to the codes of the other modalities
  - {use: club, steps: 2}                  # what is a modality's own leaves the semantic features
  - cross-cpc                              # predict the next segment of the other modalities
  - cmcm                                   # the two halves of a pair match the same codes
  - mm-ema                                 # each modality teaches the codes of the others
  - {use: code-reset, donor: aligned}      # codes that nobody uses start again

training: {epochs: 4, batchSize: 80, learningRate: 0.001, warmupSteps: 30}

tasks: [classification]                    # what a head learns on the codes of one modality, and does on the others
`;

const MANIFEST = `id,split,label,audio,video,text
clip-1,train,dog,media/clip-1.wav,media/clip-1.mp4,a dog barks
clip-2,val,bell,media/clip-2.wav,media/clip-2.mp4,a bell rings
clip-3,test,dog,media/clip-3.wav,media/clip-3.mp4,a dog barks twice
`;

const README = `# A project of Cross Modal Generalization

\`\`\`sh
npm install
npx cmg setup                                    # native TensorFlow, where it can be had: several times as fast
npx cmg config check --config config.yaml
npx cmg pretrain --config config.yaml            # Ctrl-C saves; --resume goes on
npx cmg transfer --run runs/first --from audio --to text --save heads
\`\`\`

## Your own recordings

List them in a table as in \`clips.example.csv\`: a column for each modality, \`label\` where you have labels.

\`\`\`sh
npx cmg extract --manifest clips.csv --out features
\`\`\`

\`npx cmg init own --data features\` then writes \`own/config.yaml\`, whose sizes and length of training fit these clips.

## Your own components

\`\`\`sh
npx cmg new modality imu --scope @me --shape 6,50   # also objective, dataset, task, extractor, codebook, observer
\`\`\`
`;

/**
 * The files of a new project: a config with comments, an example manifest, and the next commands. Nothing is written.
 *
 * @param name of its package: lower case, without a scope
 */
export function initProject(name: string): readonly GeneratedFile[] {
  const { cmg, tfjs } = packageVersions();
  const manifest = {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    dependencies: { '@cmg/cli': cmg, '@tensorflow/tfjs': tfjs },
    engines: { node: '>=20.11' },
  };
  return [
    { path: 'package.json', content: `${JSON.stringify(manifest, null, 2)}\n` },
    { path: 'config.yaml', content: CONFIG },
    { path: 'clips.example.csv', content: MANIFEST },
    { path: 'README.md', content: README },
    { path: '.gitignore', content: 'node_modules/\nruns/\nheads/\nfeatures/\n' },
  ];
}
