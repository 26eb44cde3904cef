import { CmgError } from '@cmg/core';
import { z } from 'zod';

const NAMED: Readonly<Record<string, string>> = { white: '#ffffff', grey: '#808080', black: '#000000' };
const EXPECTED = `expected ${Object.keys(NAMED).join(', ')} or #rrggbb`;

export type Rgb = readonly [red: number, green: number, blue: number];

/** The option of video extractors that sets {@link VideoFormat.background}. */
export const backgroundOption = () =>
  z
    .string()
    .refine((colour) => parse(colour) !== undefined, EXPECTED)
    .default('white')
    .describe('what transparent pictures lie on: white, grey, black or #rrggbb');

/**
 * Bytes of a colour: `white`, `grey`, `black` or `#rrggbb`.
 *
 * @throws CmgError of kind `usage` if it is none of these
 */
export function rgbOf(colour: string): Rgb {
  const rgb = parse(colour);
  if (rgb === undefined) throw new CmgError(`'${colour}' is not a background; ${EXPECTED}`, { kind: 'usage' });
  return rgb;
}

function parse(colour: string): Rgb | undefined {
  const digits = /^#([0-9a-f]{6})$/i.exec(NAMED[colour] ?? colour)?.[1];
  if (digits === undefined) return undefined;
  const value = Number.parseInt(digits, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/**
 * Puts pixels on a background.
 *
 * @param rgba bytes [..., 4], colours already multiplied by their opacity
 * @returns bytes [..., 3]
 */
export function onBackground(rgba: Uint8Array, background: Rgb): Uint8Array {
  const out = new Uint8ClampedArray((rgba.length / 4) * 3);
  for (let pixel = 0; pixel < rgba.length / 4; pixel++) {
    const share = 1 - rgba[4 * pixel + 3]! / 255;
    for (let i = 0; i < 3; i++) out[3 * pixel + i] = rgba[4 * pixel + i]! + share * background[i]!;
  }
  return new Uint8Array(out.buffer);
}
