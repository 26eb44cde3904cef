import { readFile } from 'node:fs/promises';

/** The value in a file of ours; undefined where there is none. Files are written whole, so one that cannot be parsed is no work of ours. */
export async function readJson<Value>(file: string): Promise<Value | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Value;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
