import type { ModalitySummary, RunSummary } from '../../../src/site/site-data.js';
import { loadFresh, loadIntegers, loadJson } from './load.js';

/** The segments of one modality. */
export interface ModalityCodes extends ModalitySummary {
  /** Its number. */
  readonly index: number;
  /** [N, T, L]. */
  readonly codes: Int32Array;
  /** Class of each segment, [N, T], -1 for background; absent without labels. */
  readonly labels?: Int32Array;
  /** How many segments each code has, [V]. */
  readonly counts: Int32Array;
  /** The same as shares of all its segments. */
  readonly shares: Float64Array;
  /** Where the segments of code v are in `order`: from starts[v] to starts[v + 1]. */
  readonly starts: Int32Array;
  /** Places of segments, n * T + t, by code. */
  readonly order: Int32Array;
}

/** A run's codes, and who uses which. */
export interface RunCodes extends Omit<RunSummary, 'modalities'> {
  /** What its paths begin with. */
  readonly path: string;
  readonly modalities: readonly ModalityCodes[];
  /** Places of the codes, [V][2]. */
  readonly map: readonly (readonly [number, number])[];
}

/** @throws LoadError with what the server says where the run cannot be opened */
export async function loadRunCodes(id: string): Promise<RunCodes> {
  const summary = await loadFresh<RunSummary>(`data/${id}/run.json`);
  const path = `data/${id}`;
  const under = `${path}/${summary.version}`;
  const modalities = summary.modalities.map(async (modality, index): Promise<ModalityCodes> => {
    const codes = await loadIntegers(`${under}/codes/${index}.bin`);
    const labels = modality.labelled ? await loadIntegers(`${under}/labels/${index}.bin`) : undefined;
    return { ...modality, index, codes, ...(labels && { labels }), ...byCode(codes, summary.codes, summary.levels) };
  });
  const map = loadJson<RunCodes['map']>(`${under}/map.json`);
  return { ...summary, path, modalities: await Promise.all(modalities), map: await map };
}

/** Sorts segments by their codes, by counting. A segment of several codes is with each. */
export function byCode(codes: Int32Array, size: number, levels: number): Pick<ModalityCodes, 'counts' | 'shares' | 'starts' | 'order'> {
  const counts = new Int32Array(size);
  for (const code of codes) counts[code]!++;
  const starts = new Int32Array(size + 1);
  for (let code = 0; code < size; code++) starts[code + 1] = starts[code]! + counts[code]!;
  const next = starts.slice();
  const order = new Int32Array(codes.length);
  codes.forEach((code, i) => (order[next[code]!++] = Math.floor(i / levels)));
  const segments = codes.length / levels || 1;
  return { counts, shares: Float64Array.from(counts, (count) => count / segments), starts, order };
}

/** The places of a code's segments in a modality. */
export const placesOf = ({ starts, order }: ModalityCodes, code: number): Int32Array => order.subarray(starts[code], starts[code + 1]);

/** The codes of a segment, [L]. */
export const codesAt = (codes: Int32Array, levels: number, place: number): Int32Array =>
  codes.subarray(place * levels, (place + 1) * levels);
