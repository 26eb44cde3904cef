import { CmgError } from '@cmg/core';
import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { unreadable } from '../arrays/unreadable.js';
import type { Report } from './report.js';

export interface CsvRow {
  /** `file.csv:17`, for messages. */
  readonly where: string;
  /** By the column's name. */
  readonly fields: Readonly<Record<string, string>>;
  /** In the order of the columns. */
  readonly values: readonly string[];
}

export interface CsvFormat {
  /** Columns that must be there; others are kept. */
  readonly columns: readonly string[];
  /** Default: a comma; a tab goes without quotes. */
  readonly delimiter?: ',' | '\t';
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** A text file as a whole. @throws CmgError where it cannot be read */
export async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: Error) => {
    throw unreadable(file, cause);
  });
}

/** Lines of a text file without the space around them; empty ones are left out. */
export async function readLines(file: string): Promise<string[]> {
  return (await readText(file)).split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

/**
 * Rows of a table with a header. A row with too few or too many fields is reported and left out.
 *
 * @throws CmgError where the file cannot be read, is no such table, or lacks a column
 */
export async function readCsv(file: string, { columns, delimiter = ',' }: CsvFormat, report: Report): Promise<CsvRow[]> {
  const [head, ...rows] = parseRows(await readText(file), file, delimiter);
  const header = head?.record ?? [];
  const lacking = columns.filter((column) => !header.includes(column));
  if (lacking.length > 0) {
    throw new CmgError(`has no column ${lacking.map((name) => `'${name}'`).join(', ')}`, { where: file, hint: `It has: ${header.join(', ')}.` });
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
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Parsed[];
  } catch (cause) {
    throw new CmgError(`is no readable table: ${(cause as Error).message}`, { where: file, cause });
  }
}

/** A name out of a table that is to name a file: reported and false where it would lead elsewhere. */
export function isFileName(name: string, where: string, report: Report): boolean {
  if (name !== '' && name !== '..' && name === basename(name)) return true;
  report.error(where, `'${name}' cannot be the name of a file`);
  return false;
}
