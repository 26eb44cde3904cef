import type { Difference } from './difference.js';

const signed = (value: number): string => (value < 0 ? value.toFixed(1).replace('-', '−') : `+${value.toFixed(1)}`);

/** `+2.1 [+0.4, +3.7]`: the difference and the interval of 95 %. */
export function formatDifference({ mean, interval }: Difference): string {
  return interval === null ? signed(mean) : `${signed(mean)} [${interval.map(signed).join(', ')}]`;
}
