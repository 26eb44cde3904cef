import { html, type Markup } from '../page/html.js';
import { fitPlane } from './fit-plane.js';

/** Points that have one colour. */
export interface PointGroup {
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
  readonly points: readonly (readonly [number, number])[];
}

const SIZE = { width: 340, height: 300, padding: 14 };

/** Points on a plane, a colour for each group; the first group lies below the others. */
export function pointMap(title: string, groups: readonly PointGroup[]): Markup {
  const { width, height } = SIZE;
  const place = fitPlane(
    groups.flatMap(({ points }) => points),
    SIZE,
  );
  // A dot is a line of no length with round ends, so that a group is one path.
  const dots = groups.map(
    ({ name, colour, points }) =>
      html`<path fill="none" stroke="${colour}" stroke-width="4" stroke-linecap="round" stroke-opacity=".7" d="${points.map((point) => `M${place(point)}h0`).join('')}"><title>${name}</title></path>`,
  );
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}"><rect width="${width}" height="${height}" rx="8" fill="var(--wash)"/>${dots}</svg>`;
}
