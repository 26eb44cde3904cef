import type { Dataset, SegmentMedia } from '@cmg/core';
import { mediaFiles } from '@cmg/pipeline';
import type { MediaKind } from '../site/site-data.js';
import { json, type Resource } from '../site/resource.js';

/** Clips that are looked at for what a modality's segments are. */
const TRIED = 4;

/** What the segments of a modality are to people; undefined where the data has features alone. */
export async function mediaKind(dataset: Dataset, split: string, modality: string): Promise<MediaKind | undefined> {
  for (let clip = 0; clip < Math.min(TRIED, dataset.splits[split] ?? 0); clip++)
    for (let t = 0; t < dataset.segments; t++) {
      const media = await dataset.media?.(split, modality, clip, t);
      if (media !== undefined) return media.kind;
    }
  return undefined;
}

/** What a segment is as files: its picture, or a sound with what it has at which pitch. */
export type SegmentFiles = Readonly<Partial<Record<'png' | 'wav', Resource>>>;

export function segmentFiles(media: SegmentMedia | undefined): SegmentFiles {
  if (media === undefined || media.kind === 'words') return {};
  const files = mediaFiles(media);
  const resource = (type: string, content: string): Resource => ({ type, body: Buffer.from(content, 'base64'), lasting: true });
  return files.kind === 'picture'
    ? { png: resource('image/png', files.png) }
    : { png: resource('image/png', files.spectrogram), wav: resource('audio/wav', files.wav) };
}

/** The words of a clip, [T]; empty where a segment has none. */
export async function clipWords(dataset: Dataset, split: string, modality: string, clip: number): Promise<Resource> {
  const words: string[] = [];
  for (let t = 0; t < dataset.segments; t++) {
    const media = await dataset.media?.(split, modality, clip, t);
    words.push(media?.kind === 'words' ? media.text : '');
  }
  return json(words);
}
