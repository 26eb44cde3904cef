import { readText } from '@cmg/formats';

/** Trimmed lines of a text file; empty ones are omitted. */
export async function readLines(file: string): Promise<string[]> {
  return (await readText(file))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
