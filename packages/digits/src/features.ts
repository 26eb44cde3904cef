import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DatasetContext, NdArray } from '@cmg/core';
import { LOG_MEL_WIDTH } from '@cmg/modality-audio';
import { LetterNetwork } from '@cmg/modality-video';
import { cachedTensors } from '@cmg/datasets';
import type { DigitAssets } from './digit-assets.js';
import type { DigitsOptions } from './digits-options.js';
import { ByteRows, FloatRows } from './feature-rows.js';
import type { FramePool } from './frame-pool.js';
import type { SoundPool } from './sound-pool.js';
import { type Split, SPLITS } from './split.js';

/** Changes whenever the same options would give different features: files cached before are then left alone. */
export const VERSION = 1;

/** The pools that a split's clips are made from. */
export interface Sources {
  readonly sounds: SoundPool;
  readonly frames: FramePool;
}

/** Features of everything in a split's pools. */
export interface Features {
  readonly audio: FloatRows;
  readonly video: ByteRows;
}

/** Extracts the features of all pools of all splits, or takes them from the cache. */
export async function describeSources(
  sources: Readonly<Record<Split, Sources>>,
  assets: DigitAssets,
  { seed, voices, handwritings, clutter, noise }: DigitsOptions,
  { cacheDir, onProgress }: DatasetContext,
): Promise<Readonly<Record<Split, Features>>> {
  const key = hashOf(VERSION, assets.fingerprint, { seed, voices, handwritings, clutter, noise });
  const tensors = await cachedTensors(join(cacheDir, `digits-${key}.safetensors`), async () => {
    const network = new LetterNetwork(assets.letterNetwork.tensors);
    try {
      const described: [string, NdArray][] = [];
      for (const [i, split] of SPLITS.entries()) {
        const report = (share: number) => onProgress?.(`extracting features of sounds and frames (${split})`, (i + share) / SPLITS.length);
        described.push(...(await describe(split, sources[split], network, report)));
      }
      return new Map(described);
    } finally {
      network.dispose();
    }
  });
  const data = <T>(split: Split, name: string) => tensors.get(`${split}/${name}`)!.data as T;
  const featuresOf = (split: Split): Features => ({
    audio: new FloatRows(data(split, 'audio'), LOG_MEL_WIDTH),
    video: new ByteRows(data(split, 'video'), data(split, 'video/factors')),
  });
  return { train: featuresOf('train'), val: featuresOf('val'), test: featuresOf('test') };
}

async function describe(
  split: Split,
  { sounds, frames }: Sources,
  network: LetterNetwork,
  report: (share: number) => void,
): Promise<[string, NdArray][]> {
  const audio = sounds.describe();
  const video = await frames.describe(network, report);
  return [
    [`${split}/audio`, { shape: [sounds.size, LOG_MEL_WIDTH], data: audio }],
    [`${split}/video`, { shape: [video.size, video.width], data: video.data }],
    [`${split}/video/factors`, { shape: [video.size], data: video.factors }],
  ];
}

/** Names content by what it depends on. */
export const hashOf = (...values: unknown[]) => createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);
