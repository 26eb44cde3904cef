import { type ClipRow, RESERVED } from './clip-row.js';

/** The rows as CSV: `id`, `split`, `label`, `onset`, `offset` and a column per modality. */
export function manifestText(rows: readonly ClipRow[], modalities: readonly string[]): string {
  const lines = rows.map((row) => [...RESERVED.map((name) => row[name]), ...modalities.map((name) => row.sources[name])]);
  return [[...RESERVED, ...modalities], ...lines].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

const quoted = (cell: string | number | undefined): string => {
  const text = `${cell ?? ''}`;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
