import type { Random } from '@cmg/core';

const NUMBERS = [0, -1, 1.5, 1e9, 2 ** 53, Number.MAX_VALUE];
const ODD: readonly unknown[] = [
  null,
  '',
  'x',
  '../../x',
  '__proto__',
  [],
  {},
  [[]],
  true,
  [1e6, 1e6],
  { use: 'x' },
  'a'.repeat(5000),
  ...NUMBERS,
];
const TEXTS = ['__proto__', '1e999', '-1', '99999999999999999999', 'null', '[[[[[[', '{"a":', '&a', '*a', '<<', '\u0000', '\uD800', '../'];

/** A JSON value of which one part is replaced, removed or joined by another: the mistake of a damaged file whose checksum is right. */
export function damagedJson(value: unknown, random: Random, depth = 0): unknown {
  if (value === null || typeof value !== 'object' || random.uniform() < 0.04 * depth) return random.pick(ODD);
  const entries = Object.entries<unknown>(value as Record<string, unknown>);
  const at = random.integer(0, entries.length + 1);
  const chance = random.uniform();
  const [key, inner]: readonly [string, unknown] = entries[at] ?? [random.pick(['__proto__', 'constructor', 'extra']), undefined];
  const changed = chance < 0.15 ? [] : [[key, at < entries.length ? damagedJson(inner, random, depth + 1) : random.pick(ODD)] as const];
  const all = [...entries.slice(0, at), ...changed, ...entries.slice(at + 1)];
  return Array.isArray(value) ? all.map(([, item]) => item) : Object.fromEntries(all);
}

/** Bytes of which a few are flipped, removed, repeated or replaced. */
export function damagedBytes(bytes: Uint8Array, random: Random): Buffer {
  let out = Buffer.from(bytes);
  for (let times = random.integer(1, 5); times > 0; times--) {
    const at = random.integer(0, out.length + 1);
    const end = Math.min(out.length, at + random.integer(1, 40));
    const before = out.subarray(0, at);
    switch (random.integer(0, 6)) {
      case 0:
        if (at < out.length) out[at] = (out[at] as number) ^ (1 << random.integer(0, 8));
        break;
      case 1:
        if (at < out.length) out[at] = random.pick([0, 1, 0x7f, 0x80, 0xff]);
        break;
      case 2:
        out = Buffer.concat([before, out.subarray(end)]);
        break;
      case 3:
        out = Buffer.concat([out.subarray(0, end), out.subarray(at)]);
        break;
      case 4:
        out = before;
        break;
      default:
        out = Buffer.concat([before, Buffer.from(random.pick(TEXTS)), out.subarray(at)]);
    }
  }
  return out;
}
