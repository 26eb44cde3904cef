import { extname } from 'node:path';

/** File extensions of supported array files. */
export const ARRAY_ENDINGS = ['.npy', '.npz', '.pkl', '.zip', '.h5', '.hdf5'] as const;
export type ArrayEnding = (typeof ARRAY_ENDINGS)[number];

/** The file's extension; undefined if it is none of {@link ARRAY_ENDINGS}. */
export function endingOf(file: string): ArrayEnding | undefined {
  const own = extname(file).toLowerCase();
  return ARRAY_ENDINGS.find((ending) => ending === own);
}

/** Whether a file, by its extension, holds arrays. */
export const isArrayFile = (file: string): boolean => endingOf(file) !== undefined;

/** Whether such a file may hold several arrays by name. */
export function holdsSeveral(file: string): boolean {
  const ending = endingOf(file);
  return ending === '.npz' || ending === '.h5' || ending === '.hdf5';
}
