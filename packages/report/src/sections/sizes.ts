import { sizeChart } from '../charts/size-chart.js';
import type { HeadlineTable } from '../headline/headline-table.js';
import { sizeSeries } from '../headline/size-series.js';
import { capital } from '../page/capital.js';
import { html, type Markup } from '../page/html.js';
import type { ReportData } from '../report-data.js';

/** Transfer by the size of the codebook, where rows differ in it alone. */
export function sizes(data: ReportData, tables: readonly HeadlineTable[]): Markup {
  const figures = tables.flatMap((table) =>
    sizeSeries(data, table).map(
      ({ labels, points }) =>
        html`<figure><h3>${capital(table.task)} <small>${table.score}</small></h3>${sizeChart(`${table.task} ${table.score} by the size of the codebook`, points)}
<figcaption>Rows: ${labels.join(', ')}.</figcaption></figure>`,
    ),
  );
  if (figures.length === 0) return html``;
  return html`<section><h2>Size of the codebook</h2>
<p>The mean of all transfers in percent, by the number of codes, in rows that are otherwise the same. Whiskers: a standard deviation over seeds.</p>
<div class="grid panels">${figures}</div></section>`;
}
