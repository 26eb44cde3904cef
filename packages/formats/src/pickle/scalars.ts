import type { PickleMachine } from './pickle-machine.js';

/** Longest integer that is read, in bytes or decimal digits: data sets have no longer ones, and parsing decimal text takes quadratic time. */
const MAX_INTEGER = 1024;

/** A number if that is exact, otherwise a bigint. */
export function exactInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Decimal text; `00` and `01` are the booleans of protocol 0. */
export function textToInteger(text: string, machine: PickleMachine): number | bigint | boolean {
  if (text === '00') return false;
  if (text === '01') return true;
  if (text.length > MAX_INTEGER || !/^-?\d+$/.test(text)) throw machine.error(`'${text.slice(0, 40)}' is not an integer`);
  return exactInteger(BigInt(text));
}

/** Two's complement, little-endian; no bytes mean 0. */
export function bytesToInteger(bytes: Uint8Array, machine: PickleMachine): number | bigint {
  if (bytes.length > MAX_INTEGER) throw machine.error(`an integer has ${bytes.length} bytes`);
  if (bytes.length === 0) return 0;
  const hex = Buffer.from(bytes).reverse().toString('hex');
  return exactInteger(BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`)));
}

export function textToFloat(text: string, machine: PickleMachine): number {
  const special = { nan: NaN, inf: Infinity, '-inf': -Infinity }[text];
  if (special !== undefined) return special;
  if (!/^-?\d+(\.\d*)?(e[+-]?\d+)?$/.test(text)) throw machine.error(`'${text.slice(0, 40)}' is not a number`);
  return Number(text);
}

const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({ n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"' }),
);

/** The repr of a Python 2 string, quotes included: one character per byte. */
export function unescapeBytes(text: string, machine: PickleMachine): string {
  const quote = text[0];
  if (text.length < 2 || (quote !== "'" && quote !== '"') || text.at(-1) !== quote) throw machine.error('a string is not quoted');
  return text.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|.)/g, (_, code: string) => {
    if (/^x./.test(code)) return String.fromCharCode(parseInt(code.slice(1), 16));
    if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8) & 255);
    return ESCAPES.get(code) ?? `\\${code}`;
  });
}

/** Python's raw-unicode-escape. */
export function unescapeUnicode(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})|\\U(00[01][0-9a-fA-F]{5})/g, (whole, short?: string, long?: string) => {
    const code = parseInt(short ?? long ?? '', 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });
}
