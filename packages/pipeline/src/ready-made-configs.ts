import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';

/** The files of the ready-made configs by name, `digits` -> `.../digits.yaml`, in alphabetical order. */
export const readyMadeConfigs = (): ReadonlyMap<string, string> => filesOf('.');

/** Those of the ready-made studies, `table1` -> `.../studies/table1.yaml`. */
export const readyMadeStudies = (): ReadonlyMap<string, string> => filesOf('studies');

function filesOf(part: string): ReadonlyMap<string, string> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@cmg/configs/package.json')), part);
  const files = readdirSync(folder).map((file) => parse(file));
  const names = files.filter(({ ext }) => ext === '.yaml').map(({ name }) => name);
  return new Map(names.sort().map((name) => [name, join(folder, `${name}.yaml`)]));
}
