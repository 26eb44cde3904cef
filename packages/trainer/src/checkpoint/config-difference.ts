import type { RunConfig } from '@cmg/core';
import { showConfig } from '@cmg/config';

/** Keys that may change between a checkpoint and its continuation; the data is compared by its content. */
const FREE = ['name', 'tasks', 'observers', 'data', 'training.epochs', 'training.logEvery', 'training.compile'];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function compare(path: string, saved: unknown, now: unknown): string[] {
  if (FREE.includes(path)) return [];
  if (isObject(saved) && isObject(now) && Array.isArray(saved) === Array.isArray(now)) {
    const keys = [...new Set([...Object.keys(saved), ...Object.keys(now)])];
    const at = (key: string) => (Array.isArray(saved) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
    return keys.flatMap((key) => compare(at(key), saved[key], now[key]));
  }
  const text = (value: unknown) => (isObject(value) && typeof value['use'] === 'string' ? value['use'] : (JSON.stringify(value) ?? 'nothing'));
  return Object.is(saved, now) ? [] : [`${path}: ${text(saved)} in the checkpoint, ${text(now)} in the config`];
}

/** What keeps a run of `now` from going on from a checkpoint of `saved`: one line for each path that differs. */
export function configDifference(saved: RunConfig, now: RunConfig): string[] {
  return compare('', showConfig(saved), showConfig(now));
}
