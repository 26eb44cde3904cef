import { differenceParts } from '../headline/format-difference.js';
import type { Difference } from '../headline/difference.js';
import type { HeadlineTable } from '../headline/headline-table.js';
import { capital } from '../page/capital.js';
import { html, type Markup } from '../page/html.js';

/** By how much each row differs from the one that it is compared with, task by task: an ablation's table. */
export function differences(tables: readonly HeadlineTable[]): Markup {
  const compared = tables.filter(({ reference }) => reference !== null);
  const [first] = compared;
  const reference = first?.reference ?? '';
  if (first === undefined) return html``;
  const labels = first.rows.map(({ label }) => label).filter((label) => label !== reference);
  const rows = labels.map((label) => {
    const cells = compared.map((table) => cell(table.rows.find((row) => row.label === label)?.difference ?? null));
    return html`<tr><th scope="row">${label}</th>${cells}</tr>`;
  });
  return html`<section><h2>Differences from ${reference}</h2>
<p>Percent points in the mean of all transfers, with the interval that holds 95 % of paired draws of seeds and clips, or of seeds and directions where a score is no mean over clips. Bold: the interval does not contain 0, so what was measured tells the two rows apart.</p>
<div class="scroll"><table><caption><span>Row minus ${reference}</span></caption>
<thead><tr><th scope="col">row</th>${compared.map(({ task, score }) => html`<th scope="col">${capital(task)}<small>${score}</small></th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

function cell(difference: Difference | null): Markup {
  if (difference === null) return html`<td>–</td>`;
  const { mean, interval } = differenceParts(difference);
  const [low, high] = difference.interval ?? [0, 0];
  const apart = low > 0 || high < 0;
  return html`<td>${apart ? html`<b>${mean}</b>` : mean}${interval !== '' && html`<small>${interval}</small>`}</td>`;
}
