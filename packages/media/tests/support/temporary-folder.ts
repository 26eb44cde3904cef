import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder for one test file. */
export async function temporaryFolder(): Promise<(...parts: string[]) => string> {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-media-'));
  afterAll(() => rm(folder, { recursive: true }));
  return (...parts) => join(folder, ...parts);
}
