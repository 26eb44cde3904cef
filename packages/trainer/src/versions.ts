import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';

/** What a checkpoint was written with. */
export function versions(): Record<string, string> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return { trainer: version, tfjs: tf.version_core, node: process.versions.node, backend: tf.getBackend() };
}
