import { Random } from '@cmg/core';
import { drawFrame } from '../src/draw-frame.js';

const SQUARE = Uint8Array.from({ length: 784 }, (_, i) => {
  const [y, x] = [Math.floor(i / 28), i % 28];
  return y >= 4 && y < 24 && x >= 4 && x < 24 ? 255 : 0;
});

describe('drawFrame', () => {
  it('shows the digit where its mask is, at 0.8 to 1.2 of its size', () => {
    const areas = Array.from({ length: 40 }, (_, i) => {
      const { pixels, mask } = drawFrame(SQUARE, [], 0, new Random(i));
      expect(mask.every((inside, at) => (inside === 1 ? pixels[at]! > 50 : pixels[at]! <= 80))).toBe(true);
      return mask.reduce((a, b) => a + b, 0);
    });
    expect(Math.min(...areas)).toBeGreaterThan(0.78 ** 2 * 400);
    expect(Math.max(...areas)).toBeLessThan(1.3 ** 2 * 400);
    expect(Math.max(...areas) - Math.min(...areas)).toBeGreaterThan(200);
  });

  it('puts the digit in different places', () => {
    const first = (seed: number) => drawFrame(SQUARE, [], 0, new Random(seed)).mask.indexOf(1);
    expect(new Set(Array.from({ length: 20 }, (_, i) => first(i))).size).toBeGreaterThan(15);
  });

  it('masks no stroke, and draws it darker than a digit', () => {
    const { pixels, mask } = drawFrame(undefined, [SQUARE], 0, new Random(3));
    expect(mask.every((value) => value === 0)).toBe(true);
    expect(pixels.reduce((a, b) => Math.max(a, b))).toBe(Math.round(0.6 * 255));
  });

  it('has grain of 6 % of white at full noise', () => {
    const { pixels } = drawFrame(undefined, [], 1, new Random(11));
    const level = pixels.reduce((a, b) => a + b, 0) / pixels.length;
    const above = pixels.filter((value) => value > level);
    const spread = Math.sqrt(above.reduce((sum, value) => sum + (value - level) ** 2, 0) / above.length);
    expect(spread / 255).toBeGreaterThan(0.05);
    expect(spread / 255).toBeLessThan(0.07);
  });

  it('draws the same from the same stream', () => {
    expect(drawFrame(SQUARE, [SQUARE], 1, new Random(5))).toEqual(drawFrame(SQUARE, [SQUARE], 1, new Random(5)));
  });
});
