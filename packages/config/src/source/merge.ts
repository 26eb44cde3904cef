import { ENTRY_KEYS } from '../sections.js';
import { isMap, type Located } from './located.js';

/** The component that an entry names, in its short form or its long one. */
export function named({ value }: Located): unknown {
  return isMap(value) ? value.get('use')?.value : value;
}

/** Whether both are entries, and the upper one names another component: options of the lower one then mean nothing. */
function replaces(upper: Located, lower: Located): boolean {
  const use = named(upper);
  return isMap(upper.value) && use !== undefined && use !== named(lower);
}

/** `digits` -> `{use: digits}`, so that options can be added. */
export function longForm(node: Located): Located {
  return typeof node.value === 'string' ? { ...node, value: new Map([['use', node]]) } : node;
}

/**
 * A config upon the one that it extends. Maps are merged key by key; lists, scalars and an entry that names another component
 * replace what is there. Options on an entry in its short form, `data: digits`, are added to it.
 */
export function merge(upper: Located, lower: Located): Located {
  if (!isMap(upper.value) || !isMap(lower.value) || replaces(upper, lower)) return upper;
  const merged = new Map(lower.value);
  for (const [key, node] of upper.value) {
    const below = lower.value.get(key);
    merged.set(key, below === undefined ? node : merge(node, ENTRY_KEYS.includes(key) ? longForm(below) : below));
  }
  return { ...upper, value: merged };
}
