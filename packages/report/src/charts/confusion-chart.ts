import { html, type Markup } from '../page/html.js';
import { fractionsOf, shadedCells } from './shaded-cells.js';
import { shorten } from './shorten.js';

const SIDE = 300;
/** With more classes, names and cell titles would be unreadable. */
const MAX_NAMES = 24;

/** A confusion matrix: rows are true classes, columns predicted ones; a cell's shade is its fraction of the row. */
export function confusionChart(title: string, counts: readonly (readonly number[])[], classes: readonly string[]): Markup {
  const names = counts.length <= MAX_NAMES ? classes : [];
  const cell = SIDE / counts.length;
  const fractions = counts.map((row) => fractionsOf(row));
  const margin = names.length > 0 ? 8 + 6 * Math.max(...names.map((name) => Math.min(name.length, 12))) : 4;
  return html`<svg viewBox="0 0 ${margin + SIDE} ${SIDE + margin}" role="img" aria-label="${title}">
<g transform="translate(${margin} 0)"><rect width="${SIDE}" height="${SIDE}" fill="var(--wash)"/>${shadedCells(fractions, cell, cell)}
${names.map((name, i) => html`<text x="-6" y="${(i + 0.5) * cell + 4}" text-anchor="end">${shorten(name)}</text><text transform="translate(${(i + 0.5) * cell + 4} ${SIDE + 7}) rotate(-90)" text-anchor="end">${shorten(name)}</text>`)}
${names.length > 0 && cellTitles(counts, names, cell)}</g></svg>`;
}

function cellTitles(counts: readonly (readonly number[])[], names: readonly string[], cell: number): Markup[] {
  return counts.flatMap((row, r) =>
    row.map(
      (count, c) =>
        html`<rect x="${c * cell}" y="${r * cell}" width="${cell}" height="${cell}" fill="transparent"><title>${names[r]}, taken for ${names[c]}: ${count}</title></rect>`,
    ),
  );
}
