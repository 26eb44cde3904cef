import { CmgError } from '@cmg/core';
import { ZipArchive, type ZipLimits } from './zip-archive.js';

/** Content of one entry of an archive. */
export interface ZipEntryContent {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Opens an archive, reads one entry and closes it.
 *
 * @param name default: the archive's only file
 * @throws CmgError if the archive or the entry is missing or damaged, or there are several files and no name is given
 */
export async function readZipEntry(file: string, name?: string, limits: ZipLimits = {}): Promise<ZipEntryContent> {
  const archive = await ZipArchive.open(file, limits);
  try {
    const chosen = name ?? onlyName(archive);
    return { name: chosen, bytes: await archive.read(chosen) };
  } finally {
    archive.close();
  }
}

function onlyName({ file, names }: ZipArchive): string {
  const [name] = names;
  if (name === undefined || names.length > 1) {
    throw new CmgError(`contains ${names.length} files; expected one`, { where: file });
  }
  return name;
}
