import type { TransferResult } from '@cmg/tasks';
import { confusionChart } from '../charts/confusion-chart.js';
import { capital } from '../page/capital.js';
import { html, type Markup } from '../page/html.js';
import type { ReportData } from '../report-data.js';

/** Confusion matrices of the last run, summed over seeds: rows by labelled modality, columns by the measured one. */
export function confusions({ modalities, runs }: ReportData, task: string): Markup {
  const run = runs.at(-1);
  const found = run?.seeds.flatMap(({ transfer }) => transfer).filter((row) => row.task === task && row.measures.confusion) ?? [];
  if (run === undefined || found.length === 0) return html``;
  const pairs = modalities.flatMap((from) => modalities.map((to) => ({ from, to })));
  const figures = pairs.map(({ from, to }) => matrix(found.filter((row) => row.from === from && row.to === to)));
  const summed = run.seeds.length > 1 ? `, summed over ${run.seeds.length} seeds` : '';
  return html`<section><h2>Confusions</h2>
<p>${capital(task)} with ${run.label}${summed}. Rows are true classes, columns predicted ones; the stronger the colour, the larger the fraction of the row. The diagonal of this grid shows the labelled modalities themselves.</p>
<div class="grid" style="grid-template-columns:repeat(${modalities.length},minmax(0,1fr))">${figures}</div></section>`;
}

function matrix(rows: readonly TransferResult[]): Markup {
  const [first] = rows;
  if (first === undefined) return html`<div></div>`;
  const counts = rows
    .map(({ measures }) => measures.confusion ?? [])
    .reduce((sum, next) => sum.map((row, r) => row.map((count, c) => count + (next[r]?.[c] ?? 0))));
  const title = `${first.from} → ${first.to}`;
  const mean = rows.reduce((sum, { measures }) => sum + (measures.scores[measures.primary] ?? 0), 0) / rows.length;
  return html`<figure><h3>${title} <span style="font-weight:400;color:var(--soft)">${mean.toFixed(1)} %</span></h3>${confusionChart(`confusion of ${title}`, counts, first.classes)}</figure>`;
}
