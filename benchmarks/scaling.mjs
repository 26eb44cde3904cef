/** @import { Result } from './types.ts' */
import { median } from './statistics.mjs';

const WIDTH = 230;
const HEIGHT = 170;
const MARGIN = 42;

/** @typedef {{ value: number, milliseconds: number, gibibytes: number }} Point */
/** @typedef {{ letter: string, points: readonly Point[] }} Curve */

/**
 * Time and memory of our native side against each size, by the rows of growth.
 *
 * @param {readonly Result[]} results
 * @returns {Curve[]} one for each letter that has rows
 */
export function curvesOf(results) {
  /** @type {Map<string, Point[]>} */
  const curves = new Map();
  for (const { growth, sides } of results) {
    const { seconds = [], peakBytes = NaN } = sides['native'] ?? {};
    if (growth === undefined || seconds.length === 0) continue;
    const point = { value: growth.value, milliseconds: 1000 * median(seconds), gibibytes: peakBytes / 2 ** 30 };
    curves.set(growth.letter, [...(curves.get(growth.letter) ?? []), point]);
  }
  return [...curves].map(([letter, points]) => ({ letter, points }));
}

/** SVG: a column of two panels for each curve. @param {readonly Curve[]} curves */
export function drawing(curves) {
  const rows = /** @type {const} */ ([
    ['ms a step', 'milliseconds'],
    ['peak GiB', 'gibibytes'],
  ]);
  const panels = rows.flatMap(([label, key], row) => curves.map((curve, column) => panel(curve, label, key, column * WIDTH, row * HEIGHT)));
  const size = `width="${curves.length * WIDTH}" height="${rows.length * HEIGHT}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="sans-serif" font-size="11">\n<rect width="100%" height="100%" fill="white"/>\n${panels.join('\n')}\n</svg>\n`;
}

/**
 * One curve over axes that both start at 0: what is linear is a straight line.
 *
 * @param {Curve} curve
 * @param {string} label
 * @param {'milliseconds' | 'gibibytes'} key
 * @param {number} left
 * @param {number} top
 */
function panel({ letter, points }, label, key, left, top) {
  const right = Math.max(...points.map(({ value }) => value));
  const high = Math.max(...points.map((point) => point[key]));
  /** @param {number} value */
  const x = (value) => left + MARGIN + (value / right) * (WIDTH - MARGIN - 12);
  /** @param {number} value */
  const y = (value) => top + HEIGHT - MARGIN + 12 - (value / high) * (HEIGHT - MARGIN - 14);
  const line = points.map((point) => `${x(point.value).toFixed(1)},${y(point[key]).toFixed(1)}`).join(' ');
  /** @param {number} value */
  const number = (value) => (value >= 10 ? value.toFixed(0) : value.toFixed(2));
  return [
    `<path d="M${x(0)} ${y(high)}V${y(0)}H${x(right)}" fill="none" stroke="#999"/>`,
    `<polyline points="${line}" fill="none" stroke="#1f6fb2" stroke-width="2"/>`,
    ...points.map((point) => `<circle cx="${x(point.value).toFixed(1)}" cy="${y(point[key]).toFixed(1)}" r="3" fill="#1f6fb2"/>`),
    `<text x="${x(0) - 4}" y="${y(high) + 8}" text-anchor="end">${number(high)}</text>`,
    `<text x="${x(0) + 4}" y="${top + 12}">${label}</text>`,
    ...points.map((point) => `<text x="${x(point.value).toFixed(1)}" y="${y(0) + 13}" text-anchor="middle">${point.value}</text>`),
    `<text x="${x(right / 2)}" y="${y(0) + 26}" text-anchor="middle">${letter}</text>`,
  ].join('\n');
}
