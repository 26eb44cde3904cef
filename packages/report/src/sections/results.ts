import type { TransferResult } from '@cmg/tasks';
import { bestRows } from '../headline/best-rows.js';
import { formatSpread } from '../headline/format-number.js';
import type { HeadlineColumn, HeadlineTable } from '../headline/headline-table.js';
import { capital } from '../page/capital.js';
import { html, type Markup } from '../page/html.js';
import type { ReportData } from '../report-data.js';
import { scores } from './scores.js';
import { timelines } from './timelines.js';
import { directions } from './transfers.js';

/** The headline table of a task, and the same numbers as a picture. */
export function results(data: ReportData, table: HeadlineTable): Markup {
  const several = data.runs.some(({ seeds }) => seeds.length > 1);
  const spreadNote = several ? ' Means and sample standard deviations over seeds.' : '';
  return html`<section><h2>${capital(table.task)} across modalities</h2>
<p>A head is trained only on the codes of the labelled modality, with frozen encoders, and then measured unchanged on another modality, ${clips(data, table.task)}.</p>
<div class="scroll"><table><caption><span>Score: ${table.score}, in percent; the best run of each column in bold.${spreadNote}${publishedNote(table)}</span></caption>
${head(table)}<tbody>${body(table)}</tbody></table></div>
${directions(table)}
${scores(data, table.task)}
${timelines(data, table.task)}</section>`;
}

const publishedNote = ({ rows }: HeadlineTable): string =>
  rows.some(({ published }) => published !== undefined) ? ' In brackets: what the paper says.' : '';

/** The clips that the scores were measured on. */
function clips({ runs }: ReportData, task: string): string {
  const result = runs.flatMap(({ seeds }) => seeds.flatMap(({ transfer }) => transfer)).find((row) => row.task === task);
  if (result === undefined) return 'not measured yet';
  const measured =
    result.protocol === 'official'
      ? `on the ${result.clips} clips of split '${result.split}' that it was trained on (the official protocol)`
      : `on ${result.clips} held-out clips (split '${result.split}')`;
  return measured + EPOCHS[result.select];
}

/** A note on how the epoch was chosen. */
const EPOCHS: Readonly<Record<TransferResult['select'], string>> = {
  last: '',
  'best-validation': ', after the best epoch on validation clips of the labelled modality',
  'best-measured': ', after the best epoch on these very clips (as published, which is optimistic)',
};

const GROUPS: readonly { readonly title: string; readonly kinds: readonly HeadlineColumn['kind'][] }[] = [
  { title: 'labelled → measured', kinds: ['transfer', 'mean'] },
  { title: 'upper bound', kinds: ['bound'] },
  { title: 'run', kinds: ['codes', 'shared', 'seconds'] },
];

/** Whether a column starts a group, which is marked by a rule. */
const isEdge = (columns: readonly HeadlineColumn[], c: number) =>
  GROUPS.some(({ kinds }) => columns.findIndex(({ kind }) => kinds.includes(kind)) === c);

const edge = (columns: readonly HeadlineColumn[], c: number) => (isEdge(columns, c) ? 'edge' : '');

function head({ columns }: HeadlineTable): Markup {
  const groups = GROUPS.map((group) => ({ ...group, span: columns.filter(({ kind }) => group.kinds.includes(kind)).length }));
  return html`<thead><tr class="groups"><td></td>${groups.map(({ title, span }) => span > 0 && html`<th scope="colgroup" class="edge" colspan="${span}">${title}</th>`)}</tr>
<tr><th scope="col">run</th>${columns.map(({ label, title }, c) => html`<th scope="col" class="${edge(columns, c)}" title="${title}">${label}</th>`)}</tr></thead>`;
}

function body(table: HeadlineTable): Markup[] {
  const { columns, rows, references } = table;
  const best = bestRows(table);
  const runs = rows.map(({ label, cells, published }, r) => {
    const shown = columns.map(({ kind }, c) => {
      const cell = cells[c];
      if (!cell) return html`<td class="${edge(columns, c)}">–</td>`;
      const { mean, deviation } = formatSpread(cell, kind);
      const value = best[c] === r ? html`<b>${mean}</b>` : mean;
      const figure = published?.[c] ?? null;
      return html`<td class="${edge(columns, c)}">${value}${deviation !== '' && html`<small>${deviation}</small>`}${figure !== null && html` <small>(${figure.toFixed(1)})</small>`}</td>`;
    });
    const featured = rows.length > 1 && r === rows.length - 1;
    return html`<tr class="${featured ? 'featured' : ''}"><th scope="row">${label}</th>${shown}</tr>`;
  });
  const below = references.map(({ label, values }) => {
    const shown = values.map((value, c) => html`<td class="${edge(columns, c)}">${value?.toFixed(1)}</td>`);
    return html`<tr class="chance"><th scope="row">${capital(label)}</th>${shown}</tr>`;
  });
  return [...runs, ...below];
}
