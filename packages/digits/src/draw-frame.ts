import type { Random } from '@cmg/core';
import { FRAME_SIDE } from '@cmg/modality-video';
import { GLYPH_SIDE } from './handwriting.js';

/** A grey frame and a mask of its digit; of several digits, the requested ones. */
export interface Frame {
  /** [56, 56]. */
  readonly pixels: Uint8Array;
  /** [56, 56], 1 on the digit. */
  readonly mask: Uint8Array;
}

/** The scale of a digit (1: original size), and its top-left corner. */
interface Place {
  readonly size: number;
  readonly left: number;
  readonly top: number;
}

/** Side of a stray stroke, in pixels. */
const STROKE = 8;
/** A pixel belongs to the digit if the pen covers this much of it. */
const INK = 0.3;
const PIXELS = FRAME_SIDE * FRAME_SIDE;

/**
 * Draws a frame: dark ground, stray strokes (an 8x8 piece of each given image, at 60 % of its brightness), the digit at a
 * random size (0.8 to 1.2) and place, and grain.
 *
 * @param image [28, 28] bytes; undefined for a frame without a digit
 * @param noise 0 to 1: standard deviation of the grain is 6 % of white at 1
 */
export function drawFrame(image: Uint8Array | undefined, strokes: readonly Uint8Array[], noise: number, random: Random): Frame {
  const light = new Float32Array(PIXELS).fill(random.uniform(0, 0.15));
  const mask = new Uint8Array(PIXELS);
  for (const stroke of strokes) drawStroke(light, stroke, random);
  if (image !== undefined) drawDigit(light, mask, image, placeWithin(FRAME_SIDE, [0.8, 1.2], random));
  return { pixels: develop(light, noise, random), mask };
}

/**
 * Draws a scene: dark ground, a digit of random size (0.8 to 1) in each quarter of the frame that has an image, and grain.
 *
 * @param images [28, 28] bytes each, at most four; they are placed in random quarters
 * @param asked how many of the images, counted from the first, the mask shows
 */
export function drawScene(images: readonly Uint8Array[], asked: number, noise: number, random: Random): Frame {
  const light = new Float32Array(PIXELS).fill(random.uniform(0, 0.15));
  const mask = new Uint8Array(PIXELS);
  const quarters = random.permutation(4);
  images.forEach((image, i) => {
    const { size, left, top } = placeWithin(GLYPH_SIDE, [0.8, 1], random);
    const [column, row] = [(quarters[i] as number) % 2, Math.floor((quarters[i] as number) / 2)];
    const place = { size, left: left + column * GLYPH_SIDE, top: top + row * GLYPH_SIDE };
    drawDigit(light, i < asked ? mask : undefined, image, place);
  });
  return { pixels: develop(light, noise, random), mask };
}

/** A random size of the given range, and a random place in a square. */
function placeWithin(side: number, [smallest, largest]: readonly [number, number], random: Random): Place {
  const size = random.uniform(smallest, largest);
  const free = side - Math.round(GLYPH_SIDE * size) + 1;
  return { size, left: random.integer(0, free), top: random.integer(0, free) };
}

/** Brightness with grain, as bytes. */
function develop(light: Float32Array, noise: number, random: Random): Uint8Array {
  const pixels = new Uint8Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    const value = Math.round(255 * ((light[i] as number) + 0.06 * noise * grain(random)));
    pixels[i] = Math.min(255, Math.max(0, value));
  }
  return pixels;
}

function drawStroke(light: Float32Array, image: Uint8Array, random: Random): void {
  const [fromX, fromY] = [random.integer(0, GLYPH_SIDE - STROKE), random.integer(0, GLYPH_SIDE - STROKE)];
  const [left, top] = [random.integer(0, FRAME_SIDE - STROKE), random.integer(0, FRAME_SIDE - STROKE)];
  for (let y = 0; y < STROKE; y++) {
    for (let x = 0; x < STROKE; x++) {
      const at = (top + y) * FRAME_SIDE + left + x;
      const ink = (image[(fromY + y) * GLYPH_SIDE + fromX + x] as number) / 255;
      light[at] = Math.max(light[at] as number, 0.6 * ink);
    }
  }
}

function drawDigit(light: Float32Array, mask: Uint8Array | undefined, image: Uint8Array, { size, left, top }: Place): void {
  const side = Math.round(GLYPH_SIDE * size);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = (top + y) * FRAME_SIDE + left + x;
      const ink = bilinear(image, (y + 0.5) / size - 0.5, (x + 0.5) / size - 0.5) / 255;
      light[at] = Math.max(light[at] as number, ink);
      if (mask !== undefined && ink > INK) mask[at] = 1;
    }
  }
}

/** The image's value between pixels; 0 outside. */
function bilinear(image: Uint8Array, y: number, x: number): number {
  const [row, column] = [Math.floor(y), Math.floor(x)];
  const pixel = (r: number, c: number) =>
    r >= 0 && r < GLYPH_SIDE && c >= 0 && c < GLYPH_SIDE ? (image[r * GLYPH_SIDE + c] as number) : 0;
  const upper = pixel(row, column) * (column + 1 - x) + pixel(row, column + 1) * (x - column);
  const lower = pixel(row + 1, column) * (column + 1 - x) + pixel(row + 1, column + 1) * (x - column);
  return upper * (row + 1 - y) + lower * (y - row);
}

/** Nearly standard normal, from one draw: four bytes' sum, centred, over its standard deviation. */
function grain(random: Random): number {
  const draw = random.uint32();
  const sum = (draw & 255) + ((draw >>> 8) & 255) + ((draw >>> 16) & 255) + (draw >>> 24);
  return (sum - 510) / 147.8;
}
