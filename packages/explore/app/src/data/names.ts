import type { RunEntry } from '../../../src/site/site-data.js';

/** What runs are called: by their places where names are not enough. */
export function runLabel({ name, place }: RunEntry): string {
  const inner = place.replace(/^cells\//, '');
  return inner === '' || inner === name ? name : inner;
}

export const className = (classes: readonly string[], label: number | undefined): string =>
  label === undefined ? '' : (classes[label] ?? 'background');

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
export const wholeNumber = (value: number): string => numbers.format(value);

export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** 3:07, or 1:02:09. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}
