import { html, type Markup } from '../page/html.js';

const SIDE = 300;
/** Number of shades of a cell: fractions are rounded up to one of them. */
const SHADES = 20;
/** With more classes, names and cell titles would be unreadable. */
const MAX_NAMES = 24;

/** A confusion matrix: rows are true classes, columns predicted ones; a cell's shade is its fraction of the row. */
export function confusionChart(title: string, counts: readonly (readonly number[])[], classes: readonly string[]): Markup {
  const names = counts.length <= MAX_NAMES ? classes : [];
  const cell = SIDE / counts.length;
  const margin = names.length > 0 ? 8 + 6 * Math.max(...names.map((name) => Math.min(name.length, 12))) : 4;
  return html`<svg viewBox="0 0 ${margin + SIDE} ${SIDE + margin}" role="img" aria-label="${title}">
<g transform="translate(${margin} 0)"><rect width="${SIDE}" height="${SIDE}" fill="var(--wash)"/>${shadePaths(counts, cell)}
${names.map((name, i) => html`<text x="-6" y="${(i + 0.5) * cell + 4}" text-anchor="end">${shorten(name)}</text><text transform="translate(${(i + 0.5) * cell + 4} ${SIDE + 7}) rotate(-90)" text-anchor="end">${shorten(name)}</text>`)}
${names.length > 0 && cellTitles(counts, names, cell)}</g></svg>`;
}

const shorten = (name: string) => (name.length > 12 ? `${name.slice(0, 11)}…` : name);

/** One path per shade keeps a matrix of 140 classes small. */
function shadePaths(counts: readonly (readonly number[])[], cell: number): Markup[] {
  const paths = new Map<number, string>();
  const size = Math.max(cell - 1, cell * 0.94).toFixed(2);
  counts.forEach((row, r) => {
    const total = row.reduce((a, b) => a + b, 0);
    row.forEach((count, c) => {
      if (count === 0) return;
      const shade = Math.ceil((count / total) * SHADES);
      const square = `M${(c * cell).toFixed(2)} ${(r * cell).toFixed(2)}h${size}v${size}h-${size}z`;
      paths.set(shade, (paths.get(shade) ?? '') + square);
    });
  });
  return [...paths].map(([shade, d]) => html`<path fill="var(--heat)" fill-opacity="${shade / SHADES}" d="${d}"/>`);
}

function cellTitles(counts: readonly (readonly number[])[], names: readonly string[], cell: number): Markup[] {
  return counts.flatMap((row, r) =>
    row.map(
      (count, c) =>
        html`<rect x="${c * cell}" y="${r * cell}" width="${cell}" height="${cell}" fill="transparent"><title>${names[r]}, taken for ${names[c]}: ${count}</title></rect>`,
    ),
  );
}
