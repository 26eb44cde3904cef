import { html, type Markup } from '../page/html.js';
import { linearScale, ticks, tickText } from './scale.js';

export interface Line {
  /** (x, y), finite, x rising; at least one. */
  readonly points: readonly (readonly [number, number])[];
  /** The main line is drawn in ink, the others behind it. */
  readonly featured: boolean;
}

const [WIDTH, HEIGHT] = [300, 160];
const MARGIN = { left: 38, right: 6, top: 8, bottom: 20 };
/** More points would not be visible. */
const MAX_POINTS = 150;

/** Lines over a shared x axis, and a dashed one at `floor` if there is one. */
export function lineChart(title: string, lines: readonly Line[], floor?: number): Markup {
  const shown = [...lines].sort((a, b) => Number(a.featured) - Number(b.featured)).map((line) => ({ ...line, points: thin(line.points) }));
  const points = shown.flatMap((line) => line.points);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const levels = floor === undefined ? ys : [...ys, floor];
  const [low, high] = [Math.min(...levels), Math.max(...levels)];
  const x = linearScale(left, right, MARGIN.left, WIDTH - MARGIN.right);
  const y = linearScale(low, high, HEIGHT - MARGIN.bottom, MARGIN.top);
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${ticks(low, high, 4).map((tick) => html`<path class="axis" d="M${MARGIN.left} ${y(tick)}H${WIDTH - MARGIN.right}"/><text x="${MARGIN.left - 6}" y="${y(tick) + 4}" text-anchor="end">${tickText(tick)}</text>`)}
${ticks(left, right, 3).map((tick) => html`<text x="${x(tick)}" y="${HEIGHT - 4}" text-anchor="middle">${tickText(tick)}</text>`)}
${floor === undefined ? '' : html`<path class="axis floor" d="M${MARGIN.left} ${y(floor)}H${WIDTH - MARGIN.right}"/>`}
${shown.map((line) => html`<path fill="none" stroke="var(${line.featured ? '--ink' : '--faint'})" stroke-width="${line.featured ? 1.4 : 1}" stroke-linejoin="round" d="${path(line, x, y)}"/>`)}
</svg>`;
}

function path({ points }: Line, x: (value: number) => number, y: (value: number) => number): string {
  return points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${x(px).toFixed(1)} ${y(py).toFixed(1)}`).join('');
}

/** Means of neighbouring points, at most {@link MAX_POINTS}. */
function thin(points: Line['points']): [number, number][] {
  const size = Math.max(1, Math.ceil(points.length / MAX_POINTS));
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) => {
    const group = points.slice(i * size, (i + 1) * size);
    const mean = (axis: 0 | 1) => group.reduce((sum, point) => sum + point[axis], 0) / group.length;
    return [mean(0), mean(1)];
  });
}
