import { resolve } from 'node:path';
import type { ComponentConfig, ComponentOrigin, RunConfig } from '@cmg/core';
import { stringify } from 'yaml';
import { isPath } from './components/resolve-module.js';
import { mapEntries } from './entries.js';

/** A package as written in the config, a file by its absolute path: the shown config may be stored elsewhere. */
function specifierOf({ specifier, base }: ComponentOrigin): string {
  return isPath(specifier) ? resolve(base, specifier) : specifier;
}

function joined({ use, options, from, ...rest }: ComponentConfig): Record<string, unknown> {
  return { use: from === undefined ? use : specifierOf(from), ...rest, ...options };
}

/** The config as it would be written in a file, with every option spelt out: for `cmg config show` and a run's record. */
export function showConfig(config: RunConfig): Record<string, unknown> {
  return mapEntries(config, ({ entry }) => joined(entry));
}

/** The config as YAML, every option spelt out; `configFromText` reads it back. */
export function configText(config: RunConfig): string {
  return stringify(showConfig(config));
}
