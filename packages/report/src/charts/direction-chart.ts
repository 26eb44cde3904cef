import { html, type Markup } from '../page/html.js';
import { linearScale } from './scale.js';

export interface DirectionRow {
  readonly label: string;
  /** The score of each run, from the baseline to the full model. */
  readonly scores: readonly (number | undefined)[];
  /** The last run's score on the labelled modality. */
  readonly bound: number | undefined;
  /** The chance level. */
  readonly chance: number;
}

const [WIDTH, LEFT, RIGHT, ROW, TOP] = [1056, 130, 20, 30, 8];

/** Scores in percent, one row per direction: a dot per run, a bar to the last one, a tick for the upper bound. */
export function directionChart(title: string, rows: readonly DirectionRow[]): Markup {
  const x = linearScale(0, 100, LEFT, WIDTH - RIGHT);
  const bottom = TOP + rows.length * ROW;
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + 22}" role="img" aria-label="${title}">
${[0, 25, 50, 75, 100].map((tick) => html`<path class="axis" d="M${x(tick)} ${TOP}V${bottom}"/><text x="${x(tick)}" y="${bottom + 16}" text-anchor="middle">${tick} %</text>`)}
${rows.map((row, i) => html`<g transform="translate(0 ${TOP + (i + 0.5) * ROW})">${directionRow(row, x)}</g>`)}</svg>`;
}

function directionRow({ label, scores, bound, chance }: DirectionRow, x: (value: number) => number): Markup {
  const known = scores.filter((score) => score !== undefined);
  const last = scores.at(-1);
  return html`<text x="${LEFT - 14}" y="4" text-anchor="end" style="font-size:13px;fill:var(--ink)">${label}</text>
<path class="zero" d="M${x(chance)} ${-ROW / 2}V${ROW / 2}"/>
<path stroke="var(--line)" stroke-width="3" stroke-linecap="round" d="M${x(Math.min(...known))} 0H${x(Math.max(...known))}"/>
${bound !== undefined && html`<path stroke="var(--soft)" stroke-width="1.5" d="M${x(bound)} -9V9"><title>upper bound ${bound.toFixed(1)} %</title></path>`}
${scores.slice(0, -1).map((score) => score !== undefined && html`<circle cx="${x(score)}" r="4" fill="var(--paper)" stroke="var(--faint)" stroke-width="1.5"><title>${score.toFixed(1)} %</title></circle>`)}
${last !== undefined && html`<circle cx="${x(last)}" r="5" fill="var(--ink)"><title>${last.toFixed(1)} %</title></circle>`}`;
}
