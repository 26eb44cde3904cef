import { formatDifference } from './format-difference.js';
import type { HeadlineTable, Pair } from './headline-table.js';
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
 * be good. It needs the linear probe of raw features, and both rows.
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
  return [
    ...weak.map(
      ({ pair, floor, probe }) =>
        `Features of ${pair.to} are weak: its own labels give a linear probe ${one(probe)}, and the floor is ${one(floor)}. Take another extractor: nothing that follows can be better.`,
    ),
    ...lost.map(
      ({ pair, probe, own }) =>
        `Codes of ${pair.to} lose much: with its own labels a head on them has ${one(own)}, a linear probe of its features ${one(probe)}. More codes, wider encoders or longer training may keep it.`,
    ),
    ...apart.map(({ pair, own, contrast, floor }) => {
      const which = `${pair.from} → ${pair.to}: neither ${names.own} (${one(own)}) nor ${names.contrast} (${one(contrast)}) is far above the floor (${one(floor)})`;
      return `${which}, though the features of both are good. Are the clips paired? If they are, train longer.`;
    }),
    ...comparison(table, names),
    ...(near.length > 0 && near.length === of.transfers.length
      ? [
          `Every transfer is within ${NEAR} points of a linear probe with the labels of the measured modality, or above it: there is little to gain.`,
        ]
      : []),
  ];
}

function comparison({ rows, columns }: HeadlineTable, { own, contrast }: FindingRows): string[] {
  const difference = rows.find(({ label }) => label === contrast)?.difference;
  const mean = (label: string) => {
    const c = columns.findIndex(({ kind }) => kind === 'mean');
    return rows.find((row) => row.label === label)?.cells[c < 0 ? 0 : c]?.mean ?? 0;
  };
  if (!difference) return [];
  const told = `${own} has ${one(mean(own))} in the mean of all transfers, ${contrast} ${one(mean(contrast))}`;
  // The difference is that of contrast from what is judged.
  const [low, high] = difference.interval ?? [difference.mean, difference.mean];
  const turned = formatDifference({ mean: -difference.mean, interval: difference.interval && [-high, -low] });
  if (high < 0) return [`${told}: training is sound, and worth ${turned}.`];
  if (low > 0)
    return [`${told}: training does worse than plain contrast by ${turned}. Start from the objectives of the ready-made config folder.`];
  return [`${told}: these clips and seeds do not tell them apart, ${turned}.`];
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
