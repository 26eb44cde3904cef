import { nearest } from '@cmg/config';
import { type ClipRow, manifestColumns, RESERVED } from '@cmg/media';

/** What a manifest's columns are for. */
export interface Columns {
  /** The modalities that have one. */
  readonly present: readonly string[];
  /** A sentence for each column that is not known. */
  readonly notes: readonly string[];
}

/** What is said of recordings whose manifest counts segments: these are known only once features are made. */
export const segmentsNotes = (manifest: string, rows: readonly ClipRow[]): string[] =>
  rows.some(({ segments }) => segments !== undefined)
    ? [
        `${manifest}: the column 'segments' counts rows of features, and is left out for recordings; \`--length own\` leaves clips their lengths`,
      ]
    : [];

/**
 * The columns of a manifest; unknown ones are named, with what may be meant.
 *
 * @param modalities that are known
 */
export function columnsOf(manifest: string, rows: readonly ClipRow[], modalities: readonly string[]): Columns {
  const { modalities: present, unknown } = manifestColumns(rows, modalities);
  const known = [...RESERVED, ...modalities, ...(modalities.includes('video') ? ['image'] : [])];
  const used = new Set(['id', ...rows.flatMap(({ sources }) => Object.keys(sources))]);
  const notes = unknown.map((column) => {
    const meant = nearest(
      column,
      known.filter((name) => !used.has(name)),
    );
    const guess = meant === undefined ? '' : `; did you mean '${meant}'?`;
    return `${manifest}: the column '${column}' is unknown and left out${guess} (known: ${known.join(', ')})`;
  });
  return { present, notes };
}
