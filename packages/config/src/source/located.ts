import type { Source } from './source.js';

/** A value of a config that records where each part of it is written. */
export interface Located {
  readonly source: Source;
  /** Of its key, where it has one. */
  readonly offset: number;
  /** A {@link LocatedMap}, a {@link LocatedList} or a scalar. */
  readonly value: unknown;
}

export type LocatedMap = ReadonlyMap<string, Located>;
export type LocatedList = readonly Located[];

export const isMap = (value: unknown): value is LocatedMap => value instanceof Map;
export const isList = (value: unknown): value is LocatedList => Array.isArray(value);

/** The value alone: plain objects, lists and scalars. */
export function plain({ value }: Located): unknown {
  if (isMap(value)) return Object.fromEntries([...value].map(([key, node]) => [key, plain(node)]));
  return isList(value) ? value.map(plain) : value;
}

/** The value at a path, or the deepest existing part of it, and how many keys lead there. */
export function deepest(root: Located, path: readonly PropertyKey[]): { readonly node: Located; readonly depth: number } {
  let node = root;
  for (const [depth, key] of path.entries()) {
    const { value } = node;
    const next = isMap(value) ? value.get(String(key)) : isList(value) && typeof key === 'number' ? value[key] : undefined;
    if (next === undefined) return { node, depth };
    node = next;
  }
  return { node, depth: path.length };
}
