import { extname } from 'node:path';
import { readCsv } from './read-csv.js';
import { readText } from '../files/read-text.js';
import type { RowReport, TableRow } from './table-row.js';

const JSON_LINES = ['.jsonl', '.ndjson'];

/**
 * Rows of JSON Lines if the file name ends in `.jsonl` or `.ndjson`, one object of strings and numbers per line; otherwise of CSV with a header.
 * An invalid row is reported and skipped.
 *
 * @param columns that a CSV file must have
 * @throws CmgError if the file cannot be read or is not such a table
 */
export function readRows(file: string, columns: readonly string[], report: RowReport): Promise<readonly TableRow[]> {
  return JSON_LINES.includes(extname(file).toLowerCase()) ? readJsonLines(file, report) : readCsv(file, { columns }, report);
}

async function readJsonLines(file: string, report: RowReport): Promise<TableRow[]> {
  const lines = (await readText(file)).split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const where = `${file}:${i + 1}`;
    try {
      return [{ where, fields: fieldsOf(JSON.parse(line)) }];
    } catch (error) {
      report.error(where, `is not a JSON object of strings and numbers: ${(error as Error).message}`);
      return [];
    }
  });
}

function fieldsOf(row: unknown): TableRow['fields'] {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw new Error('it is not an object');
  const entries = Object.entries(row).filter(([, value]) => value !== null);
  const wrong = entries.find(([, value]) => typeof value !== 'string' && typeof value !== 'number');
  if (wrong !== undefined) throw new Error(`'${wrong[0]}' is neither a string nor a number`);
  const inexact = entries.find(([, value]) => Number.isInteger(value) && !Number.isSafeInteger(value));
  if (inexact !== undefined) throw new Error(`'${inexact[0]}' is an integer beyond 2^53; put it in quotes`);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value).trim()]));
}
