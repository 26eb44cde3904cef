import type { Difference } from './difference.js';

const signed = (value: number): string => (value < 0 ? value.toFixed(1).replace('-', '−') : `+${value.toFixed(1)}`);

/** `+2.1` and, where there is one, the interval of 95 %: `[+0.4, +3.7]`. */
export function differenceParts({ mean, interval }: Difference): { readonly mean: string; readonly interval: string } {
  return { mean: signed(mean), interval: interval === null ? '' : `[${interval.map(signed).join(', ')}]` };
}

/** `+2.1 [+0.4, +3.7]`. */
export function formatDifference(difference: Difference): string {
  const { mean, interval } = differenceParts(difference);
  return interval === '' ? mean : `${mean} ${interval}`;
}
