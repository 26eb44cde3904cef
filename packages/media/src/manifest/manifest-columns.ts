import type { ClipRow } from './clip-row.js';

/** Which columns of a manifest are media. */
export interface ManifestColumns {
  /** The modalities that have a column, in the order of those that are known; `image` is one of `video`. */
  readonly modalities: readonly string[];
  /** Columns that are none of a modality's, as the manifest writes them. */
  readonly unknown: readonly string[];
}

/**
 * Sorts the columns of a manifest by the modalities that are known, plugins among them.
 *
 * @param known names of modalities
 */
export function manifestColumns(rows: readonly ClipRow[], known: readonly string[]): ManifestColumns {
  const columns = [...new Set(rows.flatMap(({ sources }) => Object.keys(sources)))];
  const modalityOf = (column: string) => (column === 'image' && known.includes('video') ? 'video' : column);
  const present = new Set(columns.map(modalityOf));
  return {
    modalities: known.filter((name) => present.has(name)),
    unknown: columns.filter((column) => !known.includes(modalityOf(column))),
  };
}
