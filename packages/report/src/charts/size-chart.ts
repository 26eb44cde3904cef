import type { Spread } from '@cmg/tasks';
import { html, type Markup } from '../page/html.js';
import { linearScale, ticks, tickText } from './scale.js';

export interface SizePoint {
  /** Codes of the codebook. */
  readonly size: number;
  /** In percent. */
  readonly score: Spread;
}

const [WIDTH, HEIGHT] = [340, 190];
const MARGIN = { left: 38, right: 14, top: 10, bottom: 22 };

/** Scores by the size of the codebook, on a logarithmic axis: a line through the means, whiskers of a standard deviation. */
export function sizeChart(title: string, points: readonly SizePoint[]): Markup {
  const ends = points.flatMap(({ score: { mean, deviation } }) => [mean - (deviation ?? 0), mean + (deviation ?? 0)]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const sizes = points.map(({ size }) => Math.log2(size));
  const x = linearScale(Math.min(...sizes), Math.max(...sizes), MARGIN.left + 10, WIDTH - MARGIN.right);
  const y = linearScale(low, high, HEIGHT - MARGIN.bottom, MARGIN.top);
  const at = ({ size, score }: SizePoint) => [x(Math.log2(size)).toFixed(1), y(score.mean).toFixed(1)] as const;
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${ticks(low, high, 4).map((tick) => html`<path class="axis" d="M${MARGIN.left} ${y(tick)}H${WIDTH}"/><text x="${MARGIN.left - 6}" y="${y(tick) + 4}" text-anchor="end">${tickText(tick)}</text>`)}
${named(points, x).map((point) => html`<text x="${at(point)[0]}" y="${HEIGHT - 5}" text-anchor="middle">${point.size}</text>`)}
<path fill="none" stroke="var(--ink)" stroke-width="1.4" d="${points.map((point, i) => `${i === 0 ? 'M' : 'L'}${at(point).join(' ')}`).join('')}"/>
${points.map((point) => html`<g>${whisker(point, at(point)[0], y)}<circle cx="${at(point)[0]}" cy="${at(point)[1]}" r="3.5" fill="var(--ink)"/><title>${point.size} codes: ${point.score.mean.toFixed(1)}${point.score.deviation !== null && ` ±${point.score.deviation.toFixed(1)}`} %</title></g>`)}</svg>`;
}

function whisker({ score: { mean, deviation } }: SizePoint, x: string, y: (value: number) => number): Markup | false {
  if (deviation === null) return false;
  const [top, bottom] = [y(mean + deviation).toFixed(1), y(mean - deviation).toFixed(1)];
  return html`<path stroke="var(--soft)" stroke-width="1.2" d="M${x} ${top}V${bottom}M${Number(x) - 3} ${top}h6M${Number(x) - 3} ${bottom}h6"/>`;
}

/** The sizes whose numbers do not touch. */
function named(points: readonly SizePoint[], x: (size: number) => number): SizePoint[] {
  const shown: SizePoint[] = [];
  for (const point of points) {
    const last = shown.at(-1);
    if (last === undefined || x(Math.log2(point.size)) - x(Math.log2(last.size)) >= 26) shown.push(point);
  }
  return shown;
}
