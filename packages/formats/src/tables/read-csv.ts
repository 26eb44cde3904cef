import { CmgError } from '@cmg/core';
import { parse } from 'csv-parse/sync';
import { readText } from '../files/read-text.js';
import type { RowReport, TableRow } from './table-row.js';

export interface CsvRow extends TableRow {
  /** In the order of the columns. */
  readonly values: readonly string[];
}

export interface CsvFormat {
  /** Required columns; others are kept. */
  readonly columns: readonly string[];
  /** Default: a comma; a tab goes without quotes. */
  readonly delimiter?: ',' | '\t';
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * Rows of a table with a header. A row with too few or too many fields is reported and skipped.
 *
 * @throws CmgError if the file cannot be read, is not such a table, or lacks a column
 */
export async function readCsv(file: string, { columns, delimiter = ',' }: CsvFormat, report: RowReport): Promise<CsvRow[]> {
  const [head, ...rows] = parseRows(await readText(file), file, delimiter);
  const header = head?.record ?? [];
  const seen = new Set<string>();
  const repeated = header.find((name) => name !== '' && seen.size === seen.add(name).size);
  if (repeated !== undefined) throw new CmgError(`has two columns '${repeated}'`, { where: file });
  const lacking = columns.filter((column) => !header.includes(column));
  if (lacking.length > 0) {
    throw new CmgError(`has no column ${lacking.map((name) => `'${name}'`).join(', ')}`, {
      where: file,
      hint: `It has: ${header.join(', ')}.`,
    });
  }
  return rows.flatMap(({ record, info }) => {
    const where = `${file}:${info.lines}`;
    if (record.length === header.length) {
      return [{ where, fields: Object.fromEntries(header.map((name, i) => [name, record[i] as string])), values: record }];
    }
    report.error(where, `has ${record.length} fields; expected ${header.length}`);
    return [];
  });
}

function parseRows(text: string, file: string, delimiter: string): Parsed[] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      info: true,
      quote: delimiter === '\t' ? null : '"',
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Parsed[];
  } catch (cause) {
    throw new CmgError(`is not a readable table: ${(cause as Error).message}`, { where: file, cause });
  }
}
