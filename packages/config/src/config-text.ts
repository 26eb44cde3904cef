import { stringify } from 'yaml';
import { showConfig } from './parse-config.js';
import type { RunConfig } from '@cmg/core';

/** The config as YAML, every option spelt out; {@link configFromText} reads it back. */
export function configText(config: RunConfig): string {
  return stringify(showConfig(config));
}
