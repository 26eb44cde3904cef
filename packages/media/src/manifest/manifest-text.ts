import type { ClipRow } from './clip-row.js';

const COLUMNS = ['id', 'split', 'label', 'onset', 'offset'] as const;

/** The rows as CSV: `id`, `split`, `label`, `onset`, `offset` and a column per modality. */
export function manifestText(rows: readonly ClipRow[], modalities: readonly string[]): string {
  const lines = rows.map((row) => [...COLUMNS.map((name) => row[name]), ...modalities.map((name) => row.sources[name])]);
  return [[...COLUMNS, ...modalities], ...lines].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

const quoted = (cell: string | number | undefined): string => {
  const text = `${cell ?? ''}`;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
