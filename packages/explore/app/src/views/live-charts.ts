import { line, type PlotOptions, ruleY, tip, pointerX } from '@observablehq/plot';
import type { LiveRecord } from '../../../src/site/site-data.js';
import { wholeNumber } from '../data/names.js';
import { modalityColour } from '../parts/chart.js';

interface Point {
  readonly step: number;
  readonly value: number;
  readonly name: string;
}

/** Points of a line, at most: more than a screen has pixels for is not seen. */
const POINTS = 600;

const PALETTE = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8c6d31', '#7b6fd0', '#8a8f98', '#b5485d'];

function thinned(records: readonly LiveRecord[]): readonly LiveRecord[] {
  const by = Math.ceil(records.length / POINTS);
  return by <= 1 ? records : records.filter((_, i) => i % by === 0 || i === records.length - 1);
}

const common = (width: number, height: number): Partial<PlotOptions> => ({
  width,
  height,
  marginLeft: 44,
  marginRight: 12,
  marginBottom: 32,
  x: { label: 'step', ticks: Math.max(2, width / 110), tickFormat: wholeNumber },
});

/** A line an objective, of the sum of its terms, on a logarithmic scale: terms differ by orders of magnitude. */
export function lossChart(records: readonly LiveRecord[], width: number): PlotOptions {
  const points = thinned(records).flatMap(({ step, losses }): Point[] => {
    const sums = new Map<string, number>();
    for (const [name, value] of Object.entries(losses)) {
      const objective = name.split('/', 1)[0]!;
      if (value !== null) sums.set(objective, (sums.get(objective) ?? 0) + value);
    }
    return [...sums].map(([name, value]) => ({ step, name, value }));
  });
  const positive = points.filter(({ value }) => value > 0);
  const names = [...new Set(points.map(({ name }) => name))];
  return {
    ...common(width, 240),
    y: { type: 'log', label: null, grid: true, ticks: decades(positive), tickFormat: '~g' },
    color: { domain: names, range: names.map((_, i) => PALETTE[i % PALETTE.length]!), legend: true },
    marks: lines(positive),
  };
}

/** Round numbers between the least and the largest value, few enough to be read. */
function decades(points: readonly Point[]): number[] {
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  const steps = high - low > 3 ? [1] : high - low > 1 ? [1, 3] : [1, 2, 5];
  const powers = Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i);
  return powers.flatMap((power) => steps.map((step) => step * 10 ** power)).filter((tick) => tick >= least && tick <= most);
}

export function codesChart(records: readonly LiveRecord[], names: readonly string[], width: number): PlotOptions {
  const points = thinned(records).flatMap(({ step, codes }): Point[] => [
    ...names.map((name) => ({ step, name, value: codes.used[name] ?? 0 })),
    ...(names.length > 1 ? [{ step, name: 'all', value: codes.usedByAll }] : []),
  ]);
  return {
    ...common(width, 240),
    y: { label: null, grid: true, ticks: 4, zero: true },
    color: { domain: [...names, 'all'], range: [...names.map((_, i) => modalityColour(i)), 'var(--ink)'], legend: true },
    marks: [ruleY([0], { stroke: 'var(--line)' }), ...lines(points)],
  };
}

export function retrievalChart(records: readonly LiveRecord[], width: number): PlotOptions {
  const measured = records.flatMap(({ step, validation }) => (validation?.retrieval ? [{ step, ...validation.retrieval }] : []));
  const points = measured.map(({ step, mean }): Point => ({ step, name: 'retrieval', value: mean }));
  return {
    ...common(width, 240),
    y: { label: null, grid: true, ticks: 4, domain: [0, 1] },
    color: { domain: ['retrieval'], range: ['var(--accent)'] },
    marks: [ruleY(measured.slice(-1), { y: 'chance', stroke: 'var(--faint)', strokeDasharray: '3 3' }), ...lines(points, true)],
  };
}

const lines = (points: readonly Point[], marker = false) => [
  line(points, { x: 'step', y: 'value', stroke: 'name', strokeWidth: 1.6, marker: marker || points.length < 3 ? 'dot' : 'none' }),
  tip(
    points,
    pointerX({
      x: 'step',
      y: 'value',
      stroke: 'name',
      title: ({ name, step, value }: Point) => `${name}\nstep ${step}: ${value.toPrecision(4)}`,
      fill: 'var(--paper)',
    }),
  ),
];
