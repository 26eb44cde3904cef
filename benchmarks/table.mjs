/** @import { Measured, Result } from './types.ts' */
import { isDisturbed, otherLoad } from './other-load.mjs';
import { deviation, median } from './statistics.mjs';

/** Characters of a column of measurements; rows are printed before all of them are known. */
const WIDTH = 36;
/** Seconds of a first step that are worth a word. */
const SLOW_START = 5;

/** @param {number} seconds */
export const time = (seconds) => (seconds < 1 ? `${(seconds * 1000).toPrecision(3)} ms` : `${seconds.toPrecision(3)} s`);
/** @param {number} bytes */
const gigabytes = (bytes) => `${(bytes / 2 ** 30).toFixed(2)} GiB`;

/**
 * @param {Measured | undefined} result
 * @param {readonly string[]} ratios
 */
function cell(result, ratios) {
  if (result === undefined) return '';
  if (result.reason !== undefined) return result.reason;
  const middle = median(result.seconds);
  const first = result.firstSeconds ?? 0;
  return [
    [`${time(middle)} ±${((100 * deviation(result.seconds)) / middle).toFixed(0)}%`, ...ratios].join(' '),
    gigabytes(result.peakBytes ?? NaN),
    ...(first > Math.max(SLOW_START, 3 * middle) ? [`first ${time(first)}`] : []),
  ].join(', ');
}

/**
 * A Markdown table whose rows can be printed one by one: a row per case, a column per side, times relative to the side named `pytorch`. A row
 * of growth also has its time over that of the smallest size, as far as that has been measured.
 *
 * @param {readonly string[]} columns
 * @param {readonly string[]} titles of the rows to come
 */
export function createTable(columns, titles) {
  const first = Math.max('case'.length, ...titles.map((title) => title.length));
  /** @param {readonly string[]} texts */
  const line = (texts) => `| ${texts.map((text, column) => text.padEnd(column === 0 ? first : WIDTH)).join(' | ')} |`;
  /** @type {Map<string, Result>} */
  const smallest = new Map();
  return {
    head: () =>
      [line(['case', ...columns]), `|${[first, ...columns.map(() => WIDTH)].map((width) => '-'.repeat(width + 2)).join('|')}|`].join('\n'),
    /** @param {Result} result */
    row(result) {
      const { title, growth, sides } = result;
      if (growth !== undefined && !smallest.has(growth.letter)) smallest.set(growth.letter, result);
      const least = growth && smallest.get(growth.letter);
      const cells = columns.map((name) => {
        const over = ratio(sides[name], name === 'pytorch' ? undefined : sides['pytorch']);
        const grown = least === result ? undefined : ratio(sides[name], least?.sides[name]);
        return cell(sides[name], [
          ...(over ? [`(${over}x)`] : []),
          ...(grown ? [`(${grown} of ${least?.growth?.letter} ${least?.growth?.value})`] : []),
        ]);
      });
      const disturbed = isDisturbed(sides) ? `, disturbed by ${otherLoad(sides).toFixed(1)} cores` : '';
      return line([`${title}${disturbed}`, ...cells]);
    },
  };
}

/**
 * @param {Measured | undefined} result
 * @param {Measured | undefined} reference
 */
function ratio(result, reference) {
  if (result === undefined || reference === undefined || result.reason !== undefined || reference.reason !== undefined) return undefined;
  return (median(result.seconds) / median(reference.seconds)).toFixed(2);
}
