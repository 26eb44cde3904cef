import type { ClipRow } from './clip-row.js';

/** Which columns of a manifest are media. */
export interface ManifestColumns {
  /** The modalities that have a column, in the order of `known`; `image` is one of `video`. */
  readonly modalities: readonly string[];
  /** Columns that belong to no modality, as written in the manifest. */
  readonly unknown: readonly string[];
}

/**
 * Assigns the columns of a manifest to the known modalities, including plugins.
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
