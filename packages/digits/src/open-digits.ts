import { CmgError, type Dataset, type DatasetContext, Random } from '@cmg/core';
import { LOG_MEL_WIDTH } from '@cmg/modality-audio';
import { wordVector } from '@cmg/modality-text';
import { drawClipTable } from './clip-table.js';
import { loadDigitAssets } from './digit-assets.js';
import { DigitsDataset, type DigitsSplit } from './digits-dataset.js';
import type { DigitsOptions } from './digits-options.js';
import { spanOf } from './draw-clip.js';
import { FloatRows } from './feature-rows.js';
import { FeatureScale } from './feature-scale.js';
import { describeSources, hashOf, VERSION } from './features.js';
import { FramePool } from './frame-pool.js';
import { Handwriting } from './handwriting.js';
import { VOCABULARY } from './sentence.js';
import { Scenes } from './scenes.js';
import { SoundPool } from './sound-pool.js';
import { Speech } from './speech.js';
import type { Split } from './split.js';

const WORD_WIDTH = 64;
/** Side of a frame's feature map. */
const GRID = 7;

/** Opens the corpus; the first time it extracts features of all frames and sounds. */
export async function openDigits(options: DigitsOptions, context: DatasetContext): Promise<Dataset> {
  checkWindows(options);
  const assets = await loadDigitAssets();
  const random = new Random(options.seed);
  const speech = new Speech(assets.speech);
  const handwriting = new Handwriting(assets.handwriting);
  const sources = perSplit((split) => {
    const own = { ...options, voices: options.voices[split], handwritings: options.handwritings[split] };
    return {
      sounds: new SoundPool(speech, split, own, random.fork('sounds')),
      frames: new FramePool(handwriting, split, own, random.fork('frames')),
      scenes: new Scenes(handwriting, split, own, random.fork('scenes')),
    };
  });
  const tables = perSplit((split) => drawClipTable(split, options, sources[split].sounds, sources[split].frames, random.fork('clips')));
  const raw = await describeSources(sources, assets, options, context);
  const scale = options.normalise ? FeatureScale.ofTraining(raw.train, tables.train.rows) : undefined;
  const text = new FloatRows(Float32Array.from(VOCABULARY.flatMap((word) => [...wordVector(word, WORD_WIDTH)])), WORD_WIDTH);
  const content = perSplit((split): DigitsSplit => ({
    table: tables[split],
    ...sources[split],
    pools: { ...(scale?.pools(raw[split]) ?? raw[split]), text },
  }));
  const channels = raw.train.video.width / GRID ** 2;
  const shapes = { audio: [LOG_MEL_WIDTH], video: [GRID, GRID, channels], text: [WORD_WIDTH] };
  return new DigitsDataset(content, shapes, hashOf(VERSION, assets.fingerprint, VOCABULARY, options), scale);
}

function checkWindows({ events, window, overlap }: DigitsOptions): void {
  const span = spanOf(events);
  const longest = Math.min(window.max, span);
  if (window.min > span) {
    throw new CmgError(`an event of ${window.min} segments does not fit the ${span} that each of ${events} events has`, {
      kind: 'usage',
      where: 'window.min',
    });
  }
  if (overlap > longest || (window.min === longest && (longest === span || overlap === longest))) {
    throw new CmgError(`windows of ${window.min} to ${longest} of ${span} segments cannot differ and share ${overlap}`, {
      kind: 'usage',
      where: 'overlap',
      hint: 'Allow longer windows or less overlap.',
    });
  }
}

const perSplit = <T>(map: (split: Split) => T): Readonly<Record<Split, T>> => ({
  train: map('train'),
  val: map('val'),
  test: map('test'),
});
