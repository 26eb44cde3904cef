import { CmgError, forModality } from '@cmg/core';
import { featurize, openExtractor } from '@cmg/media';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { VectorIndex } from '@cmg/search';
import { loadModel, type Model } from '@cmg/trainer';
import { join } from 'node:path';
import { backendOption, type CommandContext } from '../command-context.js';
import { expectCheckpoint } from '../expect-checkpoint.js';
import { checkModality, encodeAll } from '../encode-features.js';
import { integerOption, listOption } from '../list-option.js';
import { runConfigOf } from '../run-config-of.js';
import { type ClipCodes, clipVectors } from '../search/clip-vectors.js';
import { Workbench } from '../workbench.js';

interface SearchOptions {
  readonly index: string;
  readonly text?: string;
  readonly audio?: string;
  readonly image?: string;
  readonly video?: string;
  readonly like?: string;
  readonly in?: string[];
  readonly top: number;
  readonly run?: string;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** Which modality an option's media belong to. */
const MEDIA = { text: 'text', audio: 'audio', image: 'video', video: 'video' } as const;

/** `cmg search`: the clips of an index that are most like a sentence, a sound, a picture or another clip. */
export function addSearchCommand({ program, terminal }: CommandContext): void {
  program
    .command('search')
    .description('find clips of any modality by a sentence, a sound, a picture or another clip')
    .requiredOption('--index <folder>', 'an index that `cmg index` made')
    .option('--text <words>', 'a sentence, or a text file')
    .option('--audio <file>', 'a sound')
    .option('--image <file>', 'a picture')
    .option('--video <file>', 'a video')
    .option('--like <modality:id>', 'a clip of the index')
    .option('--in <modalities>', 'find clips of these modalities alone, by comma', listOption)
    .option('--top <n>', 'how many clips', integerOption(1), 10)
    .option('--run <folder>', "the index's run, where it is no longer where it was")
    .option('--json', 'for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Examples:
  cmg search --index clips --text "seven lamps" --in audio
  cmg search --index clips --audio seven.wav --in video --top 3
  cmg search --index clips --like audio:test/12`,
    )
    .action(async (options: SearchOptions) => {
      const index = await VectorIndex.open(options.index);
      for (const modality of options.in ?? []) checkIndexed(index, modality);
      const query = await queryOf(index, new Workbench(terminal), options);
      const start = performance.now();
      const hits = index.search(query, options.top, options.in);
      const milliseconds = performance.now() - start;
      if (options.json) terminal.print(JSON.stringify({ hits, milliseconds }));
      else for (const { score, modality, id } of hits) terminal.print(`${score.toFixed(3)}  ${modality}  ${id}`);
    });
}

function checkIndexed({ modalities }: VectorIndex, modality: string): void {
  if (modality in modalities) return;
  throw new CmgError(`the index has no clips of '${modality}'`, { kind: 'usage', hint: `It has ${Object.keys(modalities).join(', ') || 'none'}.` });
}

async function queryOf(index: VectorIndex, workbench: Workbench, options: SearchOptions): Promise<Float32Array> {
  const given = (['text', 'audio', 'image', 'video', 'like'] as const).filter((name) => options[name] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    throw new CmgError('search by one of --text, --audio, --image, --video and --like', { kind: 'usage' });
  }
  if (kind === 'like') return vectorOfClip(index, options.like as string);
  return vectorOfMedia(index, workbench, options, kind);
}

function vectorOfClip(index: VectorIndex, name: string): Float32Array {
  const colon = name.indexOf(':');
  const vector = index.vector(name.slice(colon + 1), name.slice(0, Math.max(0, colon)));
  if (vector) return vector;
  throw new CmgError(`the index has no clip '${name}'`, {
    kind: 'usage',
    hint: `Name it as modality:id; it has ${Object.keys(index.modalities).join(', ')}.`,
  });
}

/** Raw media the way that the run's data went: extractor, scale, length, codes, vector. */
async function vectorOfMedia(
  index: VectorIndex,
  workbench: Workbench,
  options: SearchOptions,
  kind: keyof typeof MEDIA,
): Promise<Float32Array> {
  const modality = MEDIA[kind];
  const run = options.run ?? join(options.index, index.about['run'] ?? '');
  const config = await runConfigOf(run);
  const checkpoint = index.about['checkpoint'] as string;
  await expectCheckpoint(run, checkpoint, { made: 'whose clips were indexed', hint: 'Index the clips again, or name the run with --run.' });
  await openBackend(options.backend);
  const { model } = await loadModel(run, workbench.components);
  try {
    checkModality(model.modalities, modality);
    const codes = await codesOfMedia(workbench, model, config.data, modality, options[kind] as string);
    const head = index.about['head'];
    const vectors = await clipVectors(model, checkpoint, workbench.components, head && join(options.index, head));
    try {
      const [vector] = await vectors.of(codes, 'query');
      return vector as Float32Array;
    } finally {
      vectors.dispose();
    }
  } finally {
    model.dispose();
  }
}

async function* inOne(features: Float32Array): AsyncGenerator<Float32Array> {
  yield features;
}

async function codesOfMedia(
  workbench: Workbench,
  model: Model,
  data: Parameters<Workbench['openDataset']>[0],
  modality: string,
  source: string,
): Promise<ClipCodes> {
  const dataset = await workbench.openDataset(data);
  try {
    const made = dataset.extractors;
    if (made === undefined) {
      throw new CmgError("the run's data does not say how its features were made", {
        kind: 'usage',
        hint: 'Extract features the same way, index them, and search with --like.',
      });
    }
    const extractor = await openExtractor(workbench.components.modalities.get(modality), forModality(made, modality));
    try {
      const { shape, data: features } = await featurize(dataset, modality, source, extractor);
      const { data: indices } = await encodeAll(model, modality, { shape, batches: () => inOne(features) }, { part: 'indices', file: source });
      return { segments: dataset.segments, indices: indices as Int32Array };
    } finally {
      extractor.session.dispose();
    }
  } finally {
    await dataset.close();
  }
}
