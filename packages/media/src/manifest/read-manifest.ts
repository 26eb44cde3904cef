import { CmgError } from '@cmg/core';
import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import { RESERVED, type PlacedRow } from './clip-row.js';

/** One row as the file has it. */
interface RawRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, unknown>>;
}

/**
 * Reads a manifest: CSV with a header, or JSON Lines where the name ends in `.jsonl`.
 *
 * @throws CmgError of kind `usage` that lists every mistake as `file:line: what is wrong`
 */
export async function readManifest(file: string): Promise<PlacedRow[]> {
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new CmgError('the manifest cannot be read', { kind: 'usage', where: file, hint: cause.message, cause });
  });
  const raw = file.endsWith('.jsonl') ? jsonRows(text, file) : csvRows(text, file);
  const mistakes: string[] = [];
  const lines = new Map<string, number>();
  const rows = raw.map((row) => {
    const clip = clipOf(row, file, (what) => mistakes.push(`${file}:${row.line}: ${what}`));
    const first = lines.get(clip.id);
    if (first !== undefined && clip.id !== '') mistakes.push(`${clip.where}: the id '${clip.id}' stands in line ${first} already`);
    lines.set(clip.id, row.line);
    return clip;
  });
  if (rows.length === 0) mistakes.push(`${file}: the manifest names no clip`);
  if (mistakes.length > 0) throw new CmgError(mistakes.join('\n'), { kind: 'usage' });
  return rows;
}

function csvRows(text: string, file: string): RawRow[] {
  type Parsed = { record: Record<string, string>; info: { lines: number } };
  try {
    const rows = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true, info: true }) as unknown as Parsed[];
    return rows.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (cause) {
    throw new CmgError(`the manifest is no CSV: ${(cause as Error).message}`, { kind: 'usage', where: file, cause });
  }
}

function jsonRows(text: string, file: string): RawRow[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      const cells: unknown = JSON.parse(line);
      if (typeof cells !== 'object' || cells === null || Array.isArray(cells)) throw new Error('it is no object');
      return [{ line: i + 1, cells: cells as Record<string, unknown> }];
    } catch (cause) {
      throw new CmgError(`the line is no JSON: ${(cause as Error).message}`, { kind: 'usage', where: `${file}:${i + 1}`, cause });
    }
  });
}

function clipOf({ line, cells }: RawRow, file: string, mistake: (what: string) => void): PlacedRow {
  const textOf = (name: string) => {
    const cell = cells[name] ?? '';
    if (typeof cell === 'string' || typeof cell === 'number') return `${cell}`.trim();
    mistake(`'${name}' is neither a text nor a number`);
    return '';
  };
  const secondsOf = (name: 'onset' | 'offset'): Pick<PlacedRow, 'onset' | 'offset'> => {
    const text = textOf(name);
    if (text === '') return {};
    const value = Number(text);
    if (!(value >= 0 && value < Infinity)) mistake(`'${name}' is ${text}; expected seconds`);
    return { [name]: value };
  };
  const event = { ...secondsOf('onset'), ...secondsOf('offset') };
  if ((event.offset ?? Infinity) <= (event.onset ?? 0)) mistake(`'offset' is ${event.offset}; expected more than its onset ${event.onset ?? 0}`);
  const id = textOf('id');
  if (id === '') mistake("there is no 'id'");
  const label = textOf('label');
  const media = Object.keys(cells).filter((name) => !(RESERVED as readonly string[]).includes(name));
  return {
    id,
    split: textOf('split') || 'train',
    ...(label !== '' && { label }),
    ...event,
    sources: Object.fromEntries(media.map((name) => [name, textOf(name)] as const).filter(([, source]) => source !== '')),
    where: `${file}:${line}`,
  };
}
