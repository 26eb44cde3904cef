import { scoreBars } from '../charts/score-bars.js';
import type { HeadlineTable } from '../headline/headline-table.js';
import { leadColumn } from '../headline/lead-column.js';
import { strictestMarks } from '../headline/strictest-marks.js';
import { html, type Markup } from '../page/html.js';
import { capital } from '../page/capital.js';

/** The mean of all transfers of every row, task by task. */
export function transfers(tables: readonly HeadlineTable[]): Markup {
  const panels = tables.map((table) => {
    const column = leadColumn(table);
    return column === undefined ? html`` : panel(table, column, html`${capital(table.task)} <small>${table.score}</small>`);
  });
  if (panels.every(({ text }) => text === '')) return html``;
  return html`<section><h2>Transfer</h2>
<p>The mean of all directions from a labelled modality to another one. ${marksNote(tables)}</p>
<div class="grid panels">${panels}</div></section>`;
}

/** Each direction of a task, if there are several. */
export function directions(table: HeadlineTable): Markup {
  const columns = table.columns.flatMap(({ kind }, c) => (kind === 'transfer' ? [c] : []));
  if (columns.length < 2) return html``;
  return html`<div class="grid panels">${columns.map((c) => panel(table, c, html`${table.columns[c]?.title}`))}</div>`;
}

function panel(table: HeadlineTable, column: number, heading: Markup): Markup {
  const { rows, columns, task, score } = table;
  const { floor, ceiling } = strictestMarks(table, column);
  const bars = rows.map(({ label, cells }, r) => ({ label, score: cells[column] ?? null, featured: r === rows.length - 1 }));
  const named = [floor, ceiling].flatMap((mark) => (mark ? [`${mark.label} ${mark.value.toFixed(1)}`] : []));
  return html`<figure><h3>${heading}</h3>${scoreBars(`${task}, ${columns[column]?.title}: ${score} of every row`, bars, floor, ceiling)}
<figcaption>${named.join('; ')}</figcaption></figure>`;
}

function marksNote(tables: readonly HeadlineTable[]): string {
  const kinds = new Set(tables.flatMap(({ references }) => references.map(({ kind }) => kind)));
  const seeds = tables.some(({ rows }) => rows.some(({ cells }) => cells.some((cell) => cell !== null && cell.deviation !== null)));
  return [
    ...(seeds ? ['Whiskers: a standard deviation over seeds.'] : []),
    ...(kinds.has('floor') ? ['Dotted: the best that needs no model.'] : []),
    ...(kinds.has('ceiling') ? ['Upright: the best with labels of the measured modality.'] : []),
  ].join(' ');
}
