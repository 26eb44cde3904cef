import { CmgError } from '@cmg/core';
import { readRows, type TableRow } from '@cmg/formats';
import { type PlacedRow, RESERVED } from './clip-row.js';

/**
 * Reads a manifest: CSV with a header, or JSON Lines if the name ends in `.jsonl`.
 *
 * @throws CmgError of kind `usage` that lists every mistake as `file:line: what is wrong`
 */
export async function readManifest(file: string): Promise<PlacedRow[]> {
  const mistakes: string[] = [];
  const error = (where: string, what: string) => void mistakes.push(`${where}: ${what}`);
  const seen = new Map<string, string>();
  const rows = (await tableOf(file, error)).map((row) => {
    const clip = clipOf(row, (what) => error(row.where, what));
    const first = seen.get(clip.id);
    if (first !== undefined && clip.id !== '') error(row.where, `the id '${clip.id}' is already used in ${first}`);
    seen.set(clip.id, row.where);
    return clip;
  });
  if (rows.length === 0 && mistakes.length === 0) error(file, 'the manifest contains no clips');
  if (mistakes.length > 0) throw new CmgError(mistakes.join('\n'), { kind: 'usage' });
  return rows;
}

/** A manifest is a command argument, so an invalid one is a usage error. */
async function tableOf(file: string, error: (where: string, what: string) => void): Promise<readonly TableRow[]> {
  try {
    return await readRows(file, ['id'], { error });
  } catch (cause) {
    if (!(cause instanceof CmgError)) throw cause;
    const { what, where, hint } = cause;
    throw new CmgError(`the manifest ${what}`, { kind: 'usage', ...(where && { where }), ...(hint && { hint }), cause });
  }
}

function clipOf({ where, fields }: TableRow, mistake: (what: string) => void): PlacedRow {
  const secondsOf = (name: 'onset' | 'offset'): Pick<PlacedRow, 'onset' | 'offset'> => {
    const text = fields[name] ?? '';
    if (text === '') return {};
    const value = Number(text);
    if (!(value >= 0 && value < Infinity)) mistake(`'${name}' is ${text}; expected seconds`);
    return { [name]: value };
  };
  const event = { ...secondsOf('onset'), ...secondsOf('offset') };
  if ((event.offset ?? Infinity) <= (event.onset ?? 0))
    mistake(`'offset' is ${event.offset}; expected more than its onset ${event.onset ?? 0}`);
  const { id = '', split = '', label = '', segments = '' } = fields;
  if (id === '') mistake("'id' is missing");
  if (segments !== '' && !(Number.isInteger(Number(segments)) && Number(segments) > 0))
    mistake(`'segments' is ${segments}; expected a whole number from 1 on`);
  const media = Object.entries(fields).filter(([name, source]) => !(RESERVED as readonly string[]).includes(name) && source !== '');
  return {
    id,
    split: split || 'train',
    ...(label !== '' && { label: label.normalize('NFC') }),
    ...event,
    ...(segments !== '' && { segments: Number(segments) }),
    sources: Object.fromEntries(media),
    where,
  };
}
