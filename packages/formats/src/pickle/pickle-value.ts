import type { FileArray } from '../arrays/nd-array.js';

/** A Python object that only means something inside a pickle: a class, a NumPy element type, a tensor's storage. */
export abstract class PickleOpaque {
  /** For messages. */
  abstract readonly name: string;
}

/**
 * What a pickle may contain. `None` is null; integers beyond 2^53 are bigints; lists and tuples are arrays; dicts of any kind
 * are Maps, so that no key can reach an object prototype; strings of Python 2 have one character per byte.
 */
export type PickleValue =
  null | boolean | number | bigint | string | Uint8Array | FileArray | PickleOpaque | PickleValue[] | Map<PickleValue, PickleValue>;

/** The kind of Python value, for messages. */
export function kindOf(value: PickleValue): string {
  if (value === null) return 'None';
  if (value instanceof PickleOpaque) return value.name;
  if (value instanceof Map) return 'a dict';
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return `an array of shape [${value.shape.join(', ')}]`;
  return { string: 'a string', boolean: 'a bool', bigint: 'a large integer', number: 'a number' }[typeof value as 'string'];
}
