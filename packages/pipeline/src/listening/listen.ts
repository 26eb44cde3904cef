import { type AudioFormat, CmgError, type ExtractorSession, forModality, type NdArray, type PredictedEvent } from '@cmg/core';
import { decodeLive, LastSegments, type LiveSource, openExtractor } from '@cmg/media';
import { eventsNow, predictClips } from '@cmg/tasks';
import { loadExtractor } from '../extraction/load-extractor.js';
import { withFeatures } from '../features/feature-source.js';
import { extractorOf, openRunData } from '../features/run-data.js';
import { type HeadInputs, headInputs } from '../heads/head-inputs.js';
import type { OpenHead } from '../heads/open-head.js';
import { checkModality, type Run } from '../runs/open-run.js';

/** A second of a stream. */
export interface Heard {
  /** Its number, from 0 on. */
  readonly second: number;
  /** Its codes, one of each level. */
  readonly codes: readonly number[];
  /** What the head recognises: in this second, or, where it does not tell when, in the last T. Empty without a head. */
  readonly events: readonly PredictedEvent[];
  /** How long it took from the second's end, in ms. */
  readonly milliseconds: number;
}

export interface ListenOptions {
  /** Default: `audio`. */
  readonly modality?: string;
  /** Aborted: it throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** For messages. */
const SOURCE = 'the stream';

/** A run, or a head with the run that it was trained on. */
export type Listener = OpenHead | { readonly run: Run };

/**
 * Codes and events of sound as it comes, a second at a time. The model sees the last T seconds, T segments of its clips, so that memory does not
 * grow with time, and a head is asked what they hold.
 *
 * @throws CmgError where the run has no such modality, it is not made of sound, the run's data does not say how, or the stream cannot be read
 *
 * @example
 * const head = await openHead('heads/classification-text-seed-0');
 * for await (const { second, events } of listen(head, { kind: 'stream', bytes: process.stdin })) console.log(second, events);
 */
export async function* listen(listener: Listener, source: LiveSource, options: ListenOptions = {}): AsyncGenerator<Heard> {
  const { run } = listener;
  const { modality = 'audio', signal } = options;
  checkModality(run, modality);
  const dataset = await openRunData(run, SOURCE);
  try {
    const made = extractorOf(dataset, modality, SOURCE);
    const { session } = await openExtractor(run.components.modalities.get(modality), made, loadExtractor);
    try {
      const format = soundFormat(session, modality);
      const last = new LastSegments(dataset.segments, forModality(run.model.data.featureShapes, modality));
      let second = 0;
      for await (const samples of decodeLive(source, format, signal && { signal }).segments) {
        const began = performance.now();
        const own = await session.extract({ kind: 'audio', segments: only(samples) });
        const clip = last.add(dataset.normalise?.(modality, own) ?? own);
        yield { second, ...(await lastOf(listener, modality, clip)), milliseconds: performance.now() - began };
        second++;
      }
    } finally {
      session.dispose();
    }
  } finally {
    await dataset.close();
  }
}

/** What is told of the last segment of a clip [1, t, ...]. */
async function lastOf(listener: Listener, modality: string, clip: NdArray<Float32Array>): Promise<Pick<Heard, 'codes' | 'events'>> {
  const { run } = listener;
  const head = 'head' in listener ? listener : undefined;
  return withFeatures(clip, async (source) => {
    const { value } = (await headInputs(run, head?.reads ?? 'codes', modality, source).next()) as IteratorYieldResult<HeadInputs>;
    const [, segments = 1, levels = 1] = value.codes.shape;
    const [events = []] = head === undefined ? [] : await predictClips(head.head, value.codes, value.vectors);
    return { codes: [...value.codes.data.subarray(-levels)], events: eventsNow(events, segments) };
  });
}

function soundFormat({ format }: ExtractorSession, modality: string): AudioFormat {
  if (format.kind === 'audio') return format;
  throw new CmgError(`${modality} is not made of sound`, { kind: 'usage', hint: 'Name a modality that is with --modality.' });
}

async function* only<Item>(item: Item): AsyncGenerator<Item> {
  yield item;
}
