import {
  type AudioFormat,
  type AudioMedia,
  CmgError,
  type Frames,
  type Media,
  type MediaFormat,
  type VideoFormat,
  type VideoMedia,
} from '@cmg/core';
import { isBlock } from '@cmg/media';
import type { ClipMedia } from './web-run.js';

/**
 * Decoded media of one clip as an extractor takes them: a second at a time. Less than half a second at the end is dropped, unless it is all.
 *
 * @throws CmgError where they are of another kind, another rate or another size than the format, or empty
 */
export function mediaOf(clip: ClipMedia, format: MediaFormat, modality: string): Media {
  if (clip.kind === 'words' && format.kind === 'text') return { kind: 'text', text: clip.text };
  if (clip.kind === 'sound' && format.kind === 'audio') return sound(clip, format, modality);
  if (clip.kind === 'pictures' && format.kind === 'video') return pictures(clip, format, modality);
  const wanted = { audio: 'sound', video: 'pictures', text: 'words', file: 'features' }[format.kind];
  throw new CmgError(`${modality} takes ${wanted}, not ${clip.kind}`, { kind: 'usage' });
}

function sound({ samples, sampleRate }: Extract<ClipMedia, { readonly kind: 'sound' }>, format: AudioFormat, modality: string): AudioMedia {
  if (sampleRate !== format.sampleRate) {
    throw new CmgError(`${modality} takes sound of ${format.sampleRate} samples a second, got ${sampleRate}`, {
      kind: 'usage',
      hint: 'Decode it at that rate: decodeSound(file, run.formats), or new AudioContext({ sampleRate }).',
    });
  }
  if (samples.length === 0) throw new CmgError(`the sound is empty`, { kind: 'usage' });
  if (!samples.every(Number.isFinite)) throw new CmgError('the sound has samples that are no finite numbers', { kind: 'usage' });
  return {
    kind: 'audio',
    segments: each(blocks(samples.length, sampleRate), ([begin, end]) => {
      const segment = new Float32Array(sampleRate);
      segment.set(samples.subarray(begin, end));
      return segment;
    }),
  };
}

function pictures(
  { pixels: { data, shape } }: Extract<ClipMedia, { readonly kind: 'pictures' }>,
  { height, width, framesPerSegment }: VideoFormat,
  modality: string,
): VideoMedia {
  const [frames = 0, ...frame] = shape;
  const size = height * width * 3;
  if (frame.join() !== [height, width, 3].join() || frames < 1 || data.length !== frames * size) {
    throw new CmgError(`${modality} takes pictures of shape [frames, ${height}, ${width}, 3], got [${shape.join(', ')}]`, {
      kind: 'usage',
      hint: 'Scale them: decodePicture(file, run.formats).',
    });
  }
  return {
    kind: 'video',
    segments: each(blocks(frames, framesPerSegment), ([begin, end]): Frames => ({
      data: data.subarray(begin * size, end * size),
      shape: [end - begin, height, width, 3],
    })),
  };
}

/** Cuts a length into blocks, as files are cut. */
function blocks(length: number, size: number): [begin: number, end: number][] {
  const whole = Math.floor(length / size);
  const count = isBlock(length % size, size, whole) ? whole + 1 : whole;
  return Array.from({ length: count }, (_, i) => [i * size, Math.min(length, (i + 1) * size)]);
}

async function* each<Item, Result>(items: readonly Item[], make: (item: Item) => Result): AsyncGenerator<Result> {
  for (const item of items) yield make(item);
}
