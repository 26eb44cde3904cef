import type { ClipMedia } from '@cmg/web';

/** Sound as a run takes it: one channel, at its rate, by the browser's own decoders. @throws Error where the browser cannot decode it */
export async function decodeSound(file: Blob, sampleRate: number): Promise<ClipMedia> {
  // A context that plays nothing: it decodes at its own rate.
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const buffer = await context.decodeAudioData(await file.arrayBuffer());
  const samples = new Float32Array(buffer.length);
  for (let c = 0; c < buffer.numberOfChannels; c++)
    buffer.getChannelData(c).forEach((value, i) => (samples[i]! += value / buffer.numberOfChannels));
  return { kind: 'sound', samples, sampleRate };
}

/** The format of pictures that a run takes. */
export interface PictureFormat {
  readonly width: number;
  readonly height: number;
  readonly background?: string;
}

/** A picture as a run takes it: RGB, of its size, whatever the shape. */
export function pixelsOf(picture: CanvasImageSource, { width, height, background = 'white' }: PictureFormat): ClipMedia {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  const { data: rgba } = context.getImageData(0, 0, width, height);
  const data = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) data.set(rgba.subarray(4 * i, 4 * i + 3), 3 * i);
  return { kind: 'pictures', pixels: { data, shape: [1, height, width, 3] } };
}

export async function decodePicture(file: Blob, format: PictureFormat): Promise<ClipMedia> {
  const bitmap = await createImageBitmap(file);
  try {
    return pixelsOf(bitmap, format);
  } finally {
    bitmap.close();
  }
}
