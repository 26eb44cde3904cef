import type { SplitCodeUse } from '@cmg/tasks';
import { html, type Markup } from '../page/html.js';
import { modalityColour } from '../page/modality-style.js';
import { fitPlane } from './fit-plane.js';
import { type PrincipalPlane, principalPlane } from './principal-plane.js';

const [WIDTH, HEIGHT, PADDING] = [400, 300, 16];
/** Radius of the most used code; the area of a pie is proportional to the use. */
const LARGEST_RADIUS = 12;
const SMALLEST_RADIUS = 1.6;

export interface CodeMap {
  readonly chart: Markup;
  readonly explained: PrincipalPlane['explained'];
}

/** The codes in use on their principal plane: each a pie of the modalities that use it, with an area proportional to its use. */
export function codeMap(title: string, use: SplitCodeUse, embedding: readonly (readonly number[])[]): CodeMap {
  const totals = embedding.map((_, code) => use.modalities.reduce((sum, name) => sum + (use.counts[name]?.[code] ?? 0), 0));
  const used = totals.flatMap((total, code) => (total > 0 ? [code] : []));
  const { points, explained } = principalPlane(used.map((code) => embedding[code] as readonly number[]));
  const place = fitPlane(points, { width: WIDTH, height: HEIGHT, padding: PADDING });
  const most = Math.max(...totals);
  const pies = used
    .map((code, i) => ({ code, total: totals[code] as number, point: points[i] as readonly [number, number] }))
    .sort((a, b) => b.total - a.total)
    .map(({ code, total, point }) => {
      const shares = use.modalities.map((name) => use.shares[name]?.[code] ?? 0);
      const radius = Math.max(SMALLEST_RADIUS, LARGEST_RADIUS * Math.sqrt(total / most));
      const told = use.modalities.map((name, m) => `${name} ${Math.round(100 * (shares[m] as number))} %`).join(', ');
      return html`<g transform="translate(${place(point)})"><title>code ${code}: ${total} segments; ${told}</title><circle r="${radius + 0.6}" fill="var(--wash)"/>${pie(shares, radius)}</g>`;
    });
  const chart = html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}"><rect width="${WIDTH}" height="${HEIGHT}" rx="8" fill="var(--wash)"/>${pies}</svg>`;
  return { chart, explained };
}

function pie(shares: readonly number[], radius: number): Markup[] {
  let turn = 0;
  return shares.flatMap((share, m) => {
    if (share === 0) return [];
    const start = turn;
    turn += share;
    if (share > 0.9995) return [html`<circle r="${radius}" fill="${modalityColour(m)}"/>`];
    const [ax, ay] = onCircle(start, radius);
    const [bx, by] = onCircle(turn, radius);
    return [html`<path fill="${modalityColour(m)}" d="M0 0L${ax} ${ay}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${bx} ${by}Z"/>`];
  });
}

/** From twelve o'clock, clockwise. */
function onCircle(turn: number, radius: number): readonly [number, number] {
  return [radius * Math.sin(2 * Math.PI * turn), -radius * Math.cos(2 * Math.PI * turn)];
}
