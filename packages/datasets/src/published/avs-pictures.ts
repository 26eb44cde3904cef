import { CmgError, type NdArray, type Pictures } from '@cmg/core';
import { pictureFormat } from '@cmg/formats';
import { inParallel } from '../arrays/in-parallel.js';

/** Frames of a clip, one per second. */
export const FRAMES = 5;
/** How many of them, counted from the first, have a mask. */
export const MASKED = { train: 1, val: FRAMES, test: FRAMES } as const;

/** Pictures that are decoded concurrently. */
const AHEAD = 4;

interface ClipPictures {
  frame(index: number): string;
  mask(index: number): string;
}

/** Frames (RGB) and masks of clips as PNG files, read on demand. */
export class AvsPictures implements Pictures {
  readonly shape: readonly [number, number, number, number];
  readonly masked: Readonly<Record<string, number>> = MASKED;

  /** @param side of frames and masks, in pixels */
  constructor(
    private readonly side: number,
    private readonly clip: (split: string, clip: number) => ClipPictures,
  ) {
    this.shape = [FRAMES, side, side, 3];
  }

  /** All files of a clip. */
  files(split: string, clip: number): string[] {
    const pictures = this.clip(split, clip);
    const masked = this.masked[split] ?? 0;
    return Array.from({ length: FRAMES }, (_, i) => (i < masked ? [pictures.frame(i), pictures.mask(i)] : [pictures.frame(i)])).flat();
  }

  frames = async (split: string, rows: ArrayLike<number>, count: number): Promise<NdArray<Uint8Array>> => {
    const data = await this.readAll(rows, count, 3, (row, i) => readPixels(this.clip(split, row).frame(i), this.side, 'srgb'));
    return { data, shape: [rows.length, count, this.side, this.side, 3] };
  };

  masks = async (split: string, rows: ArrayLike<number>, count: number): Promise<NdArray<Uint8Array>> => {
    const masked = this.masked[split] ?? 0;
    if (count > masked) throw new CmgError(`clips of split '${split}' have ${masked} masks, not ${count}`, { where: 'avsbench-s4' });
    const data = await this.readAll(rows, count, 1, async (row, i) => {
      const file = this.clip(split, row).mask(i);
      return asMask(await readPixels(file, this.side, 'b-w'), file);
    });
    return { data, shape: [rows.length, count, this.side, this.side] };
  };

  private async readAll(
    rows: ArrayLike<number>,
    count: number,
    channels: number,
    read: (row: number, frame: number) => Promise<Uint8Array>,
  ): Promise<Uint8Array> {
    const size = this.side * this.side * channels;
    const data = new Uint8Array(rows.length * count * size);
    await inParallel(Array(rows.length * count).keys(), AHEAD, async (i) => {
      data.set(await read(rows[Math.floor(i / count)] as number, i % count), i * size);
    });
    return data;
  }
}

/** Bytes of an image with the given number of channels, 8 bits each. @throws CmgError if it is unreadable or of another size */
async function readPixels(file: string, side: number, space: 'srgb' | 'b-w'): Promise<Uint8Array> {
  // Imported on first use: no other reader has pictures, and it takes 18 MB.
  const { default: sharp } = await import('sharp').catch((cause: Error) => {
    throw new CmgError(`is a picture, and sharp cannot be loaded: ${cause.message.split('\n')[0]}`, {
      kind: 'usage',
      where: file,
      hint: 'Install it with the library for this system: npm install --include=optional sharp',
      cause,
    });
  });
  await pictureFormat(file);
  const image = sharp(file).removeAlpha().toColourspace(space).raw({ depth: 'uchar' });
  const { data, info } = await image.toBuffer({ resolveWithObject: true }).catch((cause: Error) => {
    throw new CmgError(`is not a readable image: ${cause.message}`, { where: file, cause });
  });
  if (info.width !== side || info.height !== side) {
    throw new CmgError(`is ${info.width} x ${info.height}; expected ${side} x ${side}`, { where: file });
  }
  return data;
}

/** Keeps 0 and maps the other value to 1. @throws CmgError if there are more than two values */
function asMask(pixels: Uint8Array, file: string): Uint8Array {
  const values = new Set(pixels);
  values.delete(0);
  if (values.size > 1) throw new CmgError(`is not a binary mask: it has ${values.size} values besides 0`, { where: file });
  return pixels.map((value) => (value === 0 ? 0 : 1));
}
