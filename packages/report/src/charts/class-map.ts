import { html, type Markup } from '../page/html.js';
import { fractionsOf, shadedCells } from './shaded-cells.js';
import { shorten } from './shorten.js';

const [WIDTH, HEIGHT] = [340, 300];
/** With more classes, names would be unreadable. */
const MAX_NAMES = 24;
/** Fractions below it are left out, which keeps the picture of many codes small. */
const LEAST = 0.025;
/** Of a row. */
const TALLEST = 14;

/**
 * Which classes a code stands for: a row for each code in use, in the order of their main classes; columns are classes, background last;
 * the stronger a cell, the larger the fraction of the code's segments.
 *
 * @param counts segments on each code by class, [V][C + 1]
 */
export function classMap(title: string, counts: readonly (readonly number[])[], classes: readonly string[]): Markup {
  const names = [...classes, 'background'];
  const rows = counts
    .map((row, code) => ({ code, total: row.reduce((a, b) => a + b, 0), fractions: fractionsOf(row) }))
    .filter(({ total }) => total > 0)
    .map((row) => ({ ...row, main: row.fractions.indexOf(Math.max(...row.fractions)) }))
    .sort((a, b) => a.main - b.main || (b.fractions[b.main] as number) - (a.fractions[a.main] as number));
  const shown = names.length <= MAX_NAMES ? names : [];
  const [width, height] = [WIDTH / names.length, Math.min(HEIGHT / rows.length, TALLEST)];
  const bottom = height * rows.length;
  const margin = shown.length > 0 ? 12 + 6 * Math.max(...shown.map((name) => shorten(name).length)) : 4;
  const cells = rows.map(({ fractions }) => fractions.map((fraction) => (fraction < LEAST ? 0 : fraction)));
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + margin}" role="img" aria-label="${title}"><rect width="${WIDTH}" height="${bottom}" fill="var(--wash)"/>${shadedCells(cells, width, height)}
${shown.map((name, i) => html`<text transform="translate(${(i + 0.5) * width + 4} ${bottom + 7}) rotate(-90)" text-anchor="end">${shorten(name)}</text>`)}
${rows.map(({ code, total, fractions }, r) => html`<rect y="${r * height}" width="${WIDTH}" height="${height}" fill="transparent"><title>code ${code}: ${total} segments; ${told(fractions, names)}</title></rect>`)}</svg>`;
}

/** `seven 92 %, background 8 %`: the three largest. */
function told(fractions: readonly number[], names: readonly string[]): string {
  return fractions
    .map((fraction, i) => ({ fraction, name: names[i] }))
    .filter(({ fraction }) => fraction > 0)
    .sort((a, b) => b.fraction - a.fraction)
    .slice(0, 3)
    .map(({ fraction, name }) => `${name} ${Math.round(100 * fraction)} %`)
    .join(', ');
}
