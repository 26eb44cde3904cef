import type { Spread } from '@cmg/tasks';
import { formatSpread } from '../headline/format-number.js';
import { html, type Markup } from '../page/html.js';
import { linearScale } from './scale.js';

export interface ScoreBar {
  readonly label: string;
  /** In percent; null if it was not measured. */
  readonly score: Spread | null;
  /** The bar is drawn in ink. */
  readonly featured: boolean;
}

/** A score that the bars are to be compared with. */
export interface ScoreMark {
  readonly label: string;
  readonly value: number;
}

const [WIDTH, ROW, BAR, TEXT] = [340, 38, 10, 16];

/** Scores in percent, one bar per row below its label: whiskers of a standard deviation, a dotted mark at the floor, an upright one at the ceiling. */
export function scoreBars(title: string, bars: readonly ScoreBar[], floor?: ScoreMark, ceiling?: ScoreMark): Markup {
  const x = linearScale(0, 100, 0, WIDTH);
  return html`<svg viewBox="0 0 ${WIDTH} ${bars.length * ROW + 12}" role="img" aria-label="${title}">
${bars.map((bar, i) => html`<g transform="translate(0 ${i * ROW})">${scoreBar(bar, x)}${floor && mark(floor, x, 'floor')}${ceiling && mark(ceiling, x, 'ceiling')}</g>`)}
${[0, 50, 100].map((tick) => html`<text x="${x(tick)}" y="${bars.length * ROW + 7}" text-anchor="${tick === 0 ? 'start' : tick === 50 ? 'middle' : 'end'}">${tick} %</text>`)}</svg>`;
}

function scoreBar({ label, score, featured }: ScoreBar, x: (value: number) => number): Markup {
  const name = html`<text y="${TEXT - 5}" style="font-size:12px;fill:var(--ink)">${label}</text><rect y="${TEXT}" width="${WIDTH}" height="${BAR}" rx="2" fill="var(--wash)"/>`;
  if (score === null) return html`${name}<text x="${WIDTH}" y="${TEXT - 5}" text-anchor="end">–</text>`;
  const { mean, deviation } = formatSpread(score, 'transfer');
  return html`${name}<text x="${WIDTH}" y="${TEXT - 5}" text-anchor="end" style="font-size:12px;fill:var(--ink)">${mean} <tspan style="fill:var(--soft)">${deviation}</tspan></text>
<rect y="${TEXT}" width="${x(score.mean)}" height="${BAR}" rx="2" fill="var(${featured ? '--ink' : '--faint'})"/>${whiskers(score, x)}`;
}

/** With a pale edge, to be seen on the bar and beside it. */
function whiskers({ mean, deviation }: Spread, x: (value: number) => number): Markup | false {
  if (deviation === null) return false;
  const [low, high, middle] = [x(Math.max(0, mean - deviation)), x(Math.min(100, mean + deviation)), TEXT + BAR / 2];
  const d = `M${low.toFixed(1)} ${middle}H${high.toFixed(1)}M${low.toFixed(1)} ${middle - 3}v6M${high.toFixed(1)} ${middle - 3}v6`;
  return html`<path stroke="var(--paper)" stroke-width="3" d="${d}"/><path stroke="var(--soft)" stroke-width="1.2" d="${d}"/>`;
}

function mark({ label, value }: ScoreMark, x: (value: number) => number, style: string): Markup {
  return html`<path class="${style}" d="M${Math.min(x(value), WIDTH - 1)} ${TEXT - 3}v${BAR + 6}"><title>${label}: ${value.toFixed(1)} %</title></path>`;
}
