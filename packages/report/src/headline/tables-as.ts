import { csvTables } from './csv-tables.js';
import { formatTable, type FormatTableOptions } from './format-table.js';
import { headlineTables, type TableData } from './headline-table.js';
import { latexTable } from './latex-table.js';
import { markdownTable } from './markdown-table.js';

/** What tables can be written as. */
export const TABLE_FORMATS = ['text', 'csv', 'json', 'markdown', 'latex'] as const;

export type TableFormat = (typeof TABLE_FORMATS)[number];

/** The headline table of every task in a format. */
export function tablesAs(format: TableFormat, data: TableData, options: FormatTableOptions = {}): string {
  if (format === 'text') return formatTable(data, options);
  const tables = headlineTables(data);
  if (format === 'json') return JSON.stringify(tables);
  if (format === 'csv') return csvTables(tables);
  return tables.map(format === 'markdown' ? markdownTable : latexTable).join('\n\n');
}
