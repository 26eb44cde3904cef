import { type Line, lineChart } from '../charts/line-chart.js';
import { html, type Markup } from '../page/html.js';
import type { ReportData, ReportMetrics } from '../report-data.js';

/** A number of the records by step, a line for each seed of each run, the last run's in ink; nothing where no record has it. */
export function trainingChart(
  name: string,
  runs: ReportData['runs'],
  value: (record: ReportMetrics) => number | undefined,
  floor?: number,
): Markup {
  const lines = runs.flatMap(({ seeds }, r) =>
    seeds.map(({ metrics }): Line => {
      const points = metrics.flatMap((record): [number, number][] => {
        const y = value(record);
        return y !== undefined && Number.isFinite(y) ? [[record.step, y]] : [];
      });
      return { points, featured: r === runs.length - 1 };
    }),
  );
  const shown = lines.filter(({ points }) => points.length > 0);
  if (shown.length === 0) return html``;
  return html`<figure><h3>${name}</h3>${lineChart(`${name} by step`, shown, floor)}</figure>`;
}

/** Small charts beside each other. */
export const chartGrid = (charts: readonly Markup[]): Markup =>
  html`<div class="grid" style="grid-template-columns:repeat(auto-fill,minmax(240px,1fr))">${charts}</div>`;

/** Which lines are whose. */
export const whoseLines = (runs: ReportData['runs']): string =>
  `${runs.at(-1)?.label ?? ''}${runs.length > 1 ? ' in ink, the other runs in grey' : ''}`;
