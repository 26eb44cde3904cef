import { SECTIONS } from '../sections.js';
import { isMap, type Located } from './located.js';

/** The component that an entry names, in its short form or its long one. */
export function named({ value }: Located): unknown {
  return isMap(value) ? value.get('use')?.value : value;
}

/** Whether the upper entry names a different component than the lower one, whose options then do not apply. */
function replaces(upper: Located, lower: Located, fallback: string | undefined): boolean {
  const use = named(upper);
  return use !== undefined && use !== (named(lower) ?? fallback);
}

/** `digits` -> `{use: digits}`, so that options can be added. */
export function longForm(node: Located): Located {
  return typeof node.value === 'string' ? { ...node, value: new Map([['use', node]]) } : node;
}

/**
 * Merges a config with the one it extends. Maps are merged key by key; lists, scalars and an entry that names another
 * component replace the old value. Options on an entry in its short form, `data: digits`, are added to it.
 *
 * @param fallback the component of the lower value, if it is an entry that does not name one
 */
export function merge(upper: Located, lower: Located, fallback?: string): Located {
  if (!isMap(upper.value) || !isMap(lower.value) || replaces(upper, lower, fallback)) return upper;
  const merged = new Map(lower.value);
  for (const [key, node] of upper.value) {
    const below = lower.value.get(key);
    const entry = SECTIONS.find((section) => section.key === key && !section.list);
    merged.set(key, below === undefined ? node : merge(node, entry ? longForm(below) : below, entry?.fallback));
  }
  return { ...upper, value: merged };
}
