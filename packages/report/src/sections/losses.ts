import { html, type Markup } from '../page/html.js';
import type { ReportData } from '../report-data.js';
import { chartGrid, trainingChart, whoseLines } from './training-chart.js';

/** Every loss over the steps of training, one small chart per term. */
export function losses({ runs }: ReportData): Markup {
  const records = runs.flatMap(({ seeds }) => seeds.flatMap(({ metrics }) => metrics));
  if (records.length === 0) return html``;
  const terms = [...new Set(records.flatMap((record) => Object.keys(record.losses)))].sort();
  const charts = [
    trainingChart('total', runs, ({ total }) => total),
    ...terms.map((term) => trainingChart(term, runs, (record) => record.losses[term])),
  ];
  return html`<section><h2>Training</h2>
<p>Losses by step; ${whoseLines(runs)}. Long curves show means of neighbouring records.</p>
${chartGrid(charts)}</section>`;
}
