import { type AudioFormat, CmgError, type MediaFormat, type PerModality, type VideoFormat } from '@cmg/core';
import type { ClipMedia } from './web-run.js';

/** What of a browser is needed here; its own types are not those of Node. */
interface Browser {
  readonly OfflineAudioContext: new (
    channels: number,
    length: number,
    sampleRate: number,
  ) => {
    decodeAudioData(bytes: ArrayBuffer): Promise<{
      readonly numberOfChannels: number;
      readonly sampleRate: number;
      getChannelData(channel: number): Float32Array;
    }>;
  };
  readonly OffscreenCanvas: new (width: number, height: number) => { getContext(kind: '2d'): Canvas | null };
  createImageBitmap(file: Blob): Promise<{ close(): void }>;
}

interface Canvas {
  fillStyle: string;
  imageSmoothingQuality: 'high';
  fillRect(x: number, y: number, width: number, height: number): void;
  drawImage(picture: object, x: number, y: number, width: number, height: number): void;
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
}

const browser = (): Browser => globalThis as unknown as Browser;

/**
 * The sound of a file, by the browser's decoder: one channel, the mean of all, at the rate that the run takes.
 *
 * @param formats those of the run
 * @throws CmgError where the run takes no sound, or the browser cannot decode the file
 */
export async function decodeSound(file: Blob, formats: PerModality<MediaFormat>): Promise<Extract<ClipMedia, { readonly kind: 'sound' }>> {
  const { sampleRate } = formatOf<AudioFormat>(formats, 'audio', 'sound');
  const context = new (browser().OfflineAudioContext)(1, 1, sampleRate);
  const decoded = await context.decodeAudioData(await file.arrayBuffer()).catch((cause: Error) => {
    throw new CmgError(`the sound cannot be decoded: ${cause.message}`, { kind: 'usage', hint: 'Take WAV, MP3, Opus or AAC.', cause });
  });
  const channels = Array.from({ length: decoded.numberOfChannels }, (_, channel) => decoded.getChannelData(channel));
  const samples = Float32Array.from(channels[0] as Float32Array, (_, i) =>
    channels.reduce((sum, channel) => sum + (channel[i] as number) / channels.length, 0),
  );
  return { kind: 'sound', samples, sampleRate };
}

/**
 * A picture of a file, scaled to the size that the run takes, regardless of its aspect ratio. Transparent pixels lie on the run's background.
 *
 * @param formats those of the run
 * @throws CmgError where the run takes no pictures, or the browser cannot decode the file
 */
export async function decodePicture(
  file: Blob,
  formats: PerModality<MediaFormat>,
): Promise<Extract<ClipMedia, { readonly kind: 'pictures' }>> {
  const { height, width, background = 'white' } = formatOf<VideoFormat>(formats, 'video', 'pictures');
  const picture = await browser()
    .createImageBitmap(file)
    .catch((cause: Error) => {
      throw new CmgError(`the picture cannot be decoded: ${cause.message}`, { kind: 'usage', hint: 'Take PNG, JPEG or WebP.', cause });
    });
  const canvas = new (browser().OffscreenCanvas)(width, height).getContext('2d');
  if (canvas === null) throw new CmgError('the browser gives no canvas to scale the picture on');
  canvas.fillStyle = background;
  canvas.fillRect(0, 0, width, height);
  canvas.imageSmoothingQuality = 'high';
  canvas.drawImage(picture, 0, 0, width, height);
  picture.close();
  const rgba = canvas.getImageData(0, 0, width, height).data;
  const data = Uint8Array.from({ length: height * width * 3 }, (_, i) => rgba[4 * Math.floor(i / 3) + (i % 3)] as number);
  return { kind: 'pictures', pixels: { data, shape: [1, height, width, 3] } };
}

/** The first format of this kind, whichever modality has it. */
function formatOf<Format extends MediaFormat>(formats: PerModality<MediaFormat>, kind: Format['kind'], what: string): Format {
  const found = Object.values(formats).find((format) => format.kind === kind);
  if (found !== undefined) return found as Format;
  throw new CmgError(`the run takes no ${what}`, {
    kind: 'usage',
    hint: `It takes ${Object.keys(formats).join(', ') || 'features alone'}.`,
  });
}
