import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { CmgError, Random, type Dataset, type DatasetContext, type DatasetReader, type NamedArray } from '@cmg/core';
import { LOG_MEL_WIDTH } from '@cmg/modality-audio';
import { LetterNetwork } from '@cmg/modality-video';
import { wordVector } from '@cmg/modality-text';
import { cachedTensors } from '../cache/cached-tensors.js';
import { drawClipTable } from './clip-table.js';
import { loadDigitAssets, type DigitAssets } from './digit-assets.js';
import { DigitsDataset, type DigitsSplit } from './digits-dataset.js';
import { digitsOptions, type DigitsOptions } from './digits-options.js';
import { spanOf } from './draw-clip.js';
import { FramePool } from './frame-pool.js';
import { Handwriting } from './handwriting.js';
import { overallDeviation, scale, standardise, statisticsOf } from './normalise.js';
import { VOCABULARY } from './sentence.js';
import { SoundPool } from './sound-pool.js';
import { Speech } from './speech.js';
import { SPLITS, type Split } from './split.js';

/** Changes whenever the same options would give other features: older cached files are then left alone. */
const VERSION = 1;
const WORD_WIDTH = 64;
const GRID = 7;

/**
 * The shipped corpus: clips of ten segments in which a digit is spoken, shown in handwriting and named in a sentence.
 * Needs no network. The first opening describes some 9,000 frames and 9,000 sounds and keeps them in the cache folder.
 */
export const digitsReader: DatasetReader<DigitsOptions> = {
  name: 'digits',
  description: 'spoken, handwritten and written digits: a small corpus that comes with the program',
  options: digitsOptions,
  open: openDigits,
};

async function openDigits(options: DigitsOptions, context: DatasetContext): Promise<Dataset> {
  checkFit(options);
  const assets = await loadDigitAssets();
  const random = new Random(options.seed);
  const speech = new Speech(assets.speech);
  const handwriting = new Handwriting(assets.handwriting);
  const sources = perSplit((split) => ({
    sounds: new SoundPool(speech, split, options.noise, random.fork('sounds')),
    frames: new FramePool(handwriting, split, { ...options, handwritings: options.handwritings[split] }, random.fork('frames')),
  }));
  const described = await describe(sources, assets, options, context);
  const words = Float32Array.from(VOCABULARY.flatMap((word) => [...wordVector(word, WORD_WIDTH)]));
  const content = perSplit((split): DigitsSplit => ({
    table: drawClipTable(split, options, sources[split].sounds, sources[split].frames, random.fork('clips')),
    frames: sources[split].frames,
    pools: { audio: pool(described, split, 'audio'), video: pool(described, split, 'video'), text: words },
  }));
  const frameWidth = content.train.pools.video.length / sources.train.frames.size;
  if (options.normalise) normalise(content, frameWidth);
  const shapes = { audio: [LOG_MEL_WIDTH], video: [GRID, GRID, frameWidth / GRID ** 2], text: [WORD_WIDTH] };
  return new DigitsDataset(content, shapes, hashOf(VERSION, assets.fingerprint, options));
}

interface Sources {
  readonly sounds: SoundPool;
  readonly frames: FramePool;
}

/** Raw features of all pools, from the cache where they were described before. */
async function describe(
  sources: Readonly<Record<Split, Sources>>,
  assets: DigitAssets,
  { seed, handwritings, clutter, noise }: DigitsOptions,
  { cacheDir, onProgress }: DatasetContext,
): Promise<ReadonlyMap<string, NamedArray>> {
  const key = hashOf(VERSION, assets.fingerprint, { seed, handwritings, clutter, noise });
  return cachedTensors(join(cacheDir, `digits-${key}.safetensors`), async () => {
    const tensors = new Map<string, NamedArray>();
    const network = new LetterNetwork(assets.letterNetwork.tensors);
    const total = SPLITS.reduce((sum, split) => sum + sources[split].frames.size, 0);
    let done = 0;
    try {
      for (const split of SPLITS) {
        const { sounds, frames } = sources[split];
        const add = (modality: string, data: Float32Array, rows: number) =>
          tensors.set(`${split}/${modality}`, { shape: [rows, data.length / rows], data });
        add('audio', sounds.describe(), sounds.size);
        const report = (share: number) => onProgress?.('describing sounds and frames', (done + share * frames.size) / total);
        add('video', await frames.describe(network, report), frames.size);
        done += frames.size;
      }
    } finally {
      network.dispose();
    }
    return tensors;
  });
}

/** Scales all splits by the statistics of the training clips: sound by value, frames by one factor. */
function normalise(content: Readonly<Record<Split, DigitsSplit>>, frameWidth: number): void {
  const { pools, table } = content.train;
  const sound = statisticsOf(pools.audio, LOG_MEL_WIDTH, table.rows.audio);
  const factor = 1 / overallDeviation(statisticsOf(pools.video, frameWidth, table.rows.video));
  for (const split of SPLITS) {
    standardise(content[split].pools.audio, sound);
    scale(content[split].pools.video, factor);
  }
}

function checkFit({ events, window, overlap }: DigitsOptions): void {
  const span = spanOf(events);
  const longest = Math.min(window.max, span);
  if (window.min > span) {
    throw new CmgError(`an event of ${window.min} segments or more does not fit the ${span} segments that each of ${events} has`, {
      kind: 'usage',
      where: 'window.min',
    });
  }
  if (overlap > window.min || (window.min === longest && longest === span)) {
    throw new CmgError(`windows of ${window.min} to ${longest} segments within ${span} cannot differ and share ${overlap}`, {
      kind: 'usage',
      where: 'overlap',
      hint: 'Let the shortest window be no shorter than the overlap, and shorter than what it lies in.',
    });
  }
}

const pool = (described: ReadonlyMap<string, NamedArray>, split: Split, modality: string) =>
  described.get(`${split}/${modality}`)!.data as Float32Array;

const perSplit = <T>(map: (split: Split) => T): Readonly<Record<Split, T>> => ({
  train: map('train'),
  val: map('val'),
  test: map('test'),
});

const hashOf = (...values: unknown[]) => createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
