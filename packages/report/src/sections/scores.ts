import { aggregate } from '@cmg/tasks';
import { html, type Markup } from '../page/html.js';
import type { ReportData } from '../report-data.js';

/** Every score of the last run in every direction, if a task has more than its primary score. */
export function scores({ runs }: ReportData, task: string): Markup {
  const run = runs.at(-1);
  const rows = aggregate(run?.seeds.flatMap(({ transfer }) => transfer) ?? []).filter((row) => row.task === task);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.scores)))];
  if (run === undefined || names.length < 2) return html``;
  const cells = (row: (typeof rows)[number]) =>
    names.map((name) => {
      const score = row.scores[name];
      if (score === undefined) return html`<td>–</td>`;
      const deviation = score.deviation === null ? '' : html`<small>±${score.deviation.toFixed(1)}</small>`;
      return html`<td>${score.mean.toFixed(1)}${deviation}</td>`;
    });
  return html`<details><summary>All scores of ${run.label}</summary><div class="scroll"><table>
<thead><tr><th scope="col">direction</th>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${row.from} → ${row.to}</th>${cells(row)}</tr>`)}</tbody></table></div></details>`;
}
