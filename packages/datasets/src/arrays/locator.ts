/** The location of one array: a file, a named array in a file, or one row of a large array. */
export interface Locator {
  readonly file: string;
  /** Name of the HDF5 dataset or of the array in an `.npz`; `g/x` in a group; optional if the file contains a single array. */
  readonly name?: string;
  /** Row of the array's first axis; HDF5 only. */
  readonly row?: number;
  /** Only so many of the array's first rows; what follows is padding. */
  readonly rows?: number;
  /** The folder in which files may lie that an HDF5 file refers to; default: such files are not read. */
  readonly linksWithin?: string;
}

/** `labels.h5[avadataset][17]`, for messages. */
export function locatorText({ file, name, row }: Locator): string {
  return `${file}${name === undefined ? '' : `[${name}]`}${row === undefined ? '' : `[${row}]`}`;
}
