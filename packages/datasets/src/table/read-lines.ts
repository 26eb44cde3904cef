import { readText } from '@cmg/formats';

/** Lines of a text file without the space around them; empty ones are left out. */
export async function readLines(file: string): Promise<string[]> {
  return (await readText(file)).split('\n').map((line) => line.trim()).filter((line) => line !== '');
}
