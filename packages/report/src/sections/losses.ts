import { type Line, lineChart } from '../charts/line-chart.js';
import { html, type Markup } from '../page/html.js';
import type { ReportData, ReportMetrics } from '../report-data.js';

/** Every loss over the steps of training, one small chart per term. */
export function losses({ runs }: ReportData): Markup {
  const records = runs.flatMap(({ seeds }) => seeds.flatMap(({ metrics }) => metrics));
  if (records.length === 0) return html``;
  const terms = [...new Set(records.flatMap((record) => Object.keys(record.losses)))].sort();
  const charts = [chart('total', runs, ({ total }) => total), ...terms.map((term) => chart(term, runs, (record) => record.losses[term]))];
  const others = runs.length > 1 ? ' in ink, the other runs in grey' : '';
  return html`<section><h2>Training</h2>
<p>Losses by step; ${runs.at(-1)?.label ?? ''}${others}. Long curves show means of neighbouring records.</p>
<div class="grid" style="grid-template-columns:repeat(auto-fill,minmax(240px,1fr))">${charts}</div></section>`;
}

function chart(term: string, runs: ReportData['runs'], value: (record: ReportMetrics) => number | undefined): Markup {
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
  return html`<figure><h3>${term}</h3>${lineChart(`${term} by step`, shown)}</figure>`;
}
