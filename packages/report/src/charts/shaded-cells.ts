import { html, type Markup } from '../page/html.js';

/** Number of shades of a cell: fractions are rounded up to one of them. */
const SHADES = 20;

/** Of each count, its part of all; zeros where there is nothing. */
export function fractionsOf(counts: readonly number[]): number[] {
  const total = counts.reduce((a, b) => a + b, 0);
  return counts.map((count) => (count === 0 ? 0 : count / total));
}

/**
 * A matrix as cells, the stronger the larger the fraction in it. One path per shade keeps a matrix of 140 classes small.
 *
 * @param fractions rows of numbers in [0, 1]; where 0, there is no cell
 */
export function shadedCells(fractions: readonly (readonly number[])[], width: number, height: number): Markup[] {
  const paths = new Map<number, string>();
  const [w, h] = [width, height].map((side) => Math.max(side - 1, side * 0.94).toFixed(2));
  fractions.forEach((row, r) =>
    row.forEach((fraction, c) => {
      if (fraction === 0) return;
      const shade = Math.ceil(fraction * SHADES);
      const cell = `M${(c * width).toFixed(2)} ${(r * height).toFixed(2)}h${w}v${h}h-${w}z`;
      paths.set(shade, (paths.get(shade) ?? '') + cell);
    }),
  );
  return [...paths].map(([shade, d]) => html`<path fill="var(--heat)" fill-opacity="${shade / SHADES}" d="${d}"/>`);
}
