import { CmgError } from '@cmg/core';
import type { Safetensors } from '@cmg/formats';
import type { Split } from './split.js';

/** Side of an image of a handwritten digit. */
export const GLYPH_SIDE = 28;
const PIXELS = GLYPH_SIDE * GLYPH_SIDE;

/** Images of handwritten digits (a part of MNIST), [28, 28] bytes each. */
export class Handwriting {
  constructor(private readonly stored: Safetensors) {}

  /** Image `index` of a digit. */
  image(split: Split, digit: number, index: number): Uint8Array {
    const images = this.stored.tensors.get(`${split}/images`);
    if (images === undefined) throw new CmgError(`the corpus's handwriting has no images for '${split}'`);
    const at = (digit * (images.shape[1] as number) + index) * PIXELS;
    return (images.data as Uint8Array).subarray(at, at + PIXELS);
  }
}
