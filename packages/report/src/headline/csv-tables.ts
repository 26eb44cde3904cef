import type { HeadlineTable } from './headline-table.js';

const HEAD = ['task', 'score', 'row', 'column', 'kind', 'mean', 'deviation', 'seeds', 'low', 'high'];

/** All tables as one: a line for each row and column that was measured, for each difference with its interval, each floor and ceiling. */
export function csvTables(tables: readonly HeadlineTable[]): string {
  const lines = tables.flatMap(({ task, score, columns, rows, references, reference }) => {
    const line = (row: string, c: number, mean: number, ...spread: readonly (number | null)[]) => {
      const { title = '', kind = '' } = columns[c] ?? {};
      return [task, score, row, title, kind, mean, ...spread, null, null];
    };
    return [
      ...rows.flatMap(({ label, cells }) =>
        cells.flatMap((cell, c) => (cell ? [line(label, c, cell.mean, cell.deviation, cell.count)] : [])),
      ),
      ...rows.flatMap(({ label, published = [] }) =>
        published.flatMap((figure, c) => (figure === null ? [] : [line(`${label}, published`, c, figure, null, null)])),
      ),
      ...rows.flatMap(({ label, difference }) =>
        difference
          ? [
              [
                task,
                score,
                label,
                `mean minus that of ${reference}`,
                'difference',
                difference.mean,
                null,
                null,
                ...(difference.interval ?? [null, null]),
              ],
            ]
          : [],
      ),
      ...references.flatMap(({ label, values }) =>
        values.flatMap((value, c) => (value === null ? [] : [line(label, c, value, null, null)])),
      ),
    ];
  });
  return [HEAD, ...lines].map((line) => line.map((value) => quoted(String(value ?? ''))).join(',')).join('\n');
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
