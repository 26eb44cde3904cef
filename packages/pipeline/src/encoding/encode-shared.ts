import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type RowRange, type Share, type SharedOutcome, shareWork, withNpyRows, writeRows } from '@cmg/formats';
import type { FeatureSource } from '../features/feature-source.js';
import type { Run } from '../runs/open-run.js';
import { batchSize, type EncodedPart, type EncodedRows, encodeRows } from './encode-rows.js';

/** Most parts: their claims are listed again and again. */
const MOST_PARTS = 1024;

export interface SharedEncoding {
  readonly share: Share;
  /** A folder that all who take part see. */
  readonly room: string;
  readonly part: EncodedPart;
  readonly signal?: AbortSignal | undefined;
  /** What becomes of each part's clips before they are written. */
  readonly watch: (rows: EncodedRows) => EncodedRows['rows'];
  /** Given all, by the process that finds all parts done. */
  readonly merge: (all: EncodedRows) => Promise<void>;
}

/**
 * As {@link encodeRows} encodes them, in parts that several processes share. Parts are whole batches, so that all is bit for bit what one
 * process would give.
 */
export function encodeShared(
  run: Pick<Run, 'model' | 'modalities' | 'checkpoint'>,
  modality: string,
  source: FeatureSource,
  { share, room, part, signal, watch, merge }: SharedEncoding,
): Promise<SharedOutcome> {
  const ranges = inParts(source.shape);
  const type = part === 'indices' ? Int32Array : Float32Array;
  const fileOf = (name: string) => join(room, `${name}.npy`);
  return shareWork({
    ...share,
    room,
    signal,
    job: [run.checkpoint, modality, part, source.shape, source.ids && hashOf(source.ids)],
    parts: [...ranges.keys()],
    async work(name) {
      const encoded = encodeRows(run, modality, source, part, ranges.get(name));
      try {
        await writeRows(fileOf(name), { shape: encoded.shape, type, name, rows: watch(encoded) });
      } catch (error) {
        if (signal?.aborted) return undefined;
        throw error;
      }
      return encoded.shape;
    },
    merge: ([first = [0]]) =>
      merge({ shape: [source.shape[0] as number, ...first.slice(1)], rows: rowsOf([...ranges.keys()].map(fileOf)) }),
  });
}

async function* rowsOf(files: readonly string[]): EncodedRows['rows'] {
  for (const file of files) yield await withNpyRows(file, async (rows) => (await rows.all()).data as Int32Array | Float32Array);
}

function inParts(shape: readonly number[]): Map<string, RowRange> {
  const [total = 0] = shape;
  const batch = batchSize(shape);
  const clips = batch * Math.max(1, Math.ceil(total / batch / MOST_PARTS));
  const starts = Array.from({ length: Math.ceil(total / clips) }, (_, i) => i * clips);
  return new Map(starts.map((first, i) => [String(i).padStart(4, '0'), { first, end: Math.min(first + clips, total) }]));
}

const hashOf = (ids: readonly string[]): string => createHash('sha256').update(JSON.stringify(ids)).digest('hex');
