import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';

/** The files of the ready-made configs by name, `digits` -> `.../digits.yaml`, in alphabetical order. */
export function readyMadeConfigs(): ReadonlyMap<string, string> {
  const folder = dirname(createRequire(import.meta.url).resolve('@cmg/configs/package.json'));
  const files = readdirSync(folder).map((file) => parse(file));
  const names = files.filter(({ ext }) => ext === '.yaml').map(({ name }) => name);
  return new Map(names.sort().map((name) => [name, join(folder, `${name}.yaml`)]));
}
