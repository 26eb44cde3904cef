import { CmgError } from '@cmg/core';
import { RunFolder } from '@cmg/trainer';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** How deep runs lie in the folder of a study, at most. */
const DEPTH = 3;

/** A folder with a run in it. */
export interface FoundRun {
  readonly folder: string;
  /** Where it lies in the folder that was given, with `/`; empty for that itself. */
  readonly place: string;
}

/**
 * The runs of some folders, each a run itself or a folder of runs, as a study makes; in the order of their names.
 *
 * @throws CmgError of kind `usage` where a folder is missing
 */
export async function findRuns(folders: readonly string[]): Promise<FoundRun[]> {
  const found: FoundRun[] = [];
  for (const root of folders) {
    const places = await runsBelow(root, DEPTH);
    if (places === undefined) throw noRun(root);
    found.push(...places.map((folder) => ({ folder, place: relative(root, folder).replaceAll('\\', '/') })));
  }
  return found;
}

/** What is told of a folder without a run. */
export const noRun = (folder: string): CmgError =>
  new CmgError('there is no run in this folder', {
    kind: 'usage',
    where: folder,
    hint: 'Give the folder that `cmg pretrain` or `cmg study` made, for example runs/digits.',
  });

/** undefined where the folder is missing. */
async function runsBelow(folder: string, depth: number): Promise<string[] | undefined> {
  const run = new RunFolder(folder);
  if ((await run.hasStarted()) || (await run.hasCheckpoint())) return [folder];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined || depth === 0) return entries && [];
  const inner = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
      .map((name) => runsBelow(join(folder, name), depth - 1)),
  );
  return inner.flatMap((runs) => runs ?? []);
}
