import { capital } from '../page/capital.js';
import { formatDifference } from './format-difference.js';
import type { HeadlineTable, Pair } from './headline-table.js';
import { leadColumn } from './lead-column.js';
import { PROBE } from './references.js';

/** Features tell little if a linear probe gains less than this share of what is above the floor. */
const WEAK = 0.2;
/** Codes lose much if a head on them is further below the probe, in percent points. */
const LOST = 10;
/** Modalities do not meet if a transfer gains less than this share of what the measured modality's probe does. */
const APART = 0.25;
/** A transfer that is no further below the probe of the measured modality, in percent points, is as good as its labels. */
const NEAR = 5;

/** The names that the table of a task gives its rows. */
export interface FindingRows {
  /** What is judged. */
  readonly own: string;
  /** Plain contrast on the same data. */
  readonly contrast: string;
}

/**
 * What a table says of features, codes, training and pairs, in sentences, the first cause first: where features are weak nothing else can
 * be good. Features, codes and pairs are judged by the linear probe of raw features; a task without one compares the rows alone.
 */
export function findings(table: HeadlineTable, names: FindingRows): string[] {
  const of = readable(table, names);
  const weak = of.bounds.filter(({ floor, probe }) => probe - floor < WEAK * (100 - floor));
  const sound = of.bounds.filter((bound) => !weak.includes(bound));
  const lost = sound.filter(({ probe, own }) => own < probe - LOST);
  const known = (name: string) => sound.some(({ pair }) => pair.to === name);
  const between = of.transfers.filter(({ pair }) => known(pair.from) && known(pair.to));
  const apart = between.filter(({ floor, probe, own, contrast }) => Math.max(own, contrast) - floor < APART * (probe - floor));
  const near = between.filter(({ probe, own }) => own >= probe - NEAR);
  const transfers = table.columns.filter(({ kind }) => kind === 'transfer').length;
  const judged = table.references.some(({ label }) => label === PROBE);
  return [
    ...weak.map(
      ({ pair: { to }, floor, probe }) =>
        `Features of ${to} are weak: a linear probe with labels of ${to} scores ${one(probe)}, and the floor is ${one(floor)}. Take another extractor: codes cannot tell what features do not.`,
    ),
    ...lost.map(
      ({ pair: { to }, probe, own }) =>
        `Codes of ${to} lose much: with labels of ${to} a head on them scores ${one(own)}, a linear probe of the features ${one(probe)}. More codes, wider encoders or longer training may help.`,
    ),
    ...apart.map(({ pair, own, contrast, floor }) => {
      const which = `${pair.from} → ${pair.to}: neither ${names.own} (${one(own)}) nor ${names.contrast} (${one(contrast)}) is far above the floor (${one(floor)})`;
      return `${which}, though the features of both modalities are good. Are the clips paired? If they are, train longer.`;
    }),
    ...comparison(table, names),
    ...(near.length > 0 && near.length === transfers
      ? [
          `Every transfer is within ${NEAR} points of a linear probe with the labels of the measured modality, or above it: there is little to gain.`,
        ]
      : []),
    ...(judged
      ? []
      : [
          'No linear probe was fitted, so features and codes are not judged: that takes the task classification, with labels in each modality.',
        ]),
  ];
}

/** The row that is judged beside plain contrast; nothing where nothing was transferred. */
function comparison(table: HeadlineTable, { own, contrast }: FindingRows): string[] {
  const row = (label: string) => table.rows.find((candidate) => candidate.label === label);
  const column = leadColumn(table);
  const difference = row(contrast)?.difference; // that of contrast from what is judged
  if (column === undefined || !difference) return [];
  const score = (label: string) => one(row(label)?.cells[column]?.mean ?? 0);
  const told = capital(`${own} scores ${score(own)}, ${contrast} ${score(contrast)} (${table.columns[column]?.title})`);
  const { mean, interval } = difference;
  if (interval === null) return [`${told}. A single measurement tells little: train with more seeds.`];
  const [low, high] = interval;
  const gain = formatDifference({ mean: -mean, interval: [-high, -low] });
  if (high < 0) return [`${told}: ${own} is better, by ${gain} points.`];
  if (low > 0)
    return [
      `${told}: plain contrast is better, by ${formatDifference(difference)} points. Start from the objectives of the ready-made config folder.`,
    ];
  return [`${told}: these clips and seeds do not tell them apart, ${gain}.`];
}

const one = (value: number): string => value.toFixed(1);

/** What is measured in one column. */
interface Measured {
  readonly pair: Pair;
  readonly floor: number;
  readonly probe: number;
  readonly own: number;
  readonly contrast: number;
}

/** Columns that both rows and the probe have: of the labelled modality itself, and of transfers. */
function readable({ columns, rows, references }: HeadlineTable, { own, contrast }: FindingRows) {
  const floors = references.filter(({ kind }) => kind === 'floor');
  const probes = references.find(({ label }) => label === PROBE)?.values ?? [];
  const cells = (label: string) => rows.find((row) => row.label === label)?.cells ?? [];
  const [mine, plain] = [cells(own), cells(contrast)];
  const of = (wanted: 'bound' | 'transfer') =>
    columns.flatMap(({ kind, pair }, c): Measured[] => {
      const [probe, a, b] = [probes[c] ?? null, mine[c] ?? null, plain[c] ?? null];
      if (kind !== wanted || pair === undefined || probe === null || a === null || b === null) return [];
      const floor = Math.max(...floors.map(({ values }) => values[c] ?? -Infinity));
      return [{ pair, floor, probe, own: a.mean, contrast: b.mean }];
    });
  return { bounds: of('bound'), transfers: of('transfer') };
}
