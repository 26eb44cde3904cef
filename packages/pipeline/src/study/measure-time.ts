import type { RunConfig, TrainingRecord } from '@cmg/core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pretrain, type PretrainOptions } from '../pretrain.js';

export interface MeasureTimeOptions extends Pick<PretrainOptions, 'components' | 'dataset' | 'onDataProgress'> {
  /** How long to train once the first steps are done; default: 3. */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
}

/**
 * How many seconds pre-training would take here, on the backend that is open: some steps are trained in a folder that is deleted.
 *
 * @throws whatever training throws
 */
export async function measureTime(config: RunConfig, { seconds = 3, signal, ...options }: MeasureTimeOptions): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-time-'));
  const stop = new AbortController();
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  let totalSteps = 0;
  const readings: { readonly step: number; readonly at: number }[] = [];
  const observer = {
    onStart: (start: { readonly totalSteps: number }) => void (totalSteps = start.totalSteps),
    onRecord({ step }: TrainingRecord) {
      readings.push({ step, at: elapsed() });
      if (elapsed() - (readings[0]?.at ?? 0) >= seconds) stop.abort();
    },
  };
  try {
    await pretrain(
      { ...config, training: { ...config.training, logEvery: 5 }, observers: [] },
      {
        ...options,
        folder: join(folder, 'run'),
        observers: [observer],
        standardObservers: [],
        signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal,
      },
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  signal?.throwIfAborted();
  return timeOf(readings, totalSteps);
}

/** The first steps, in which graphs are built, as long as they took; all others as long as those after them. */
export function timeOf(readings: readonly { readonly step: number; readonly at: number }[], totalSteps: number): number {
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) return 0;
  const perStep = last.step > first.step ? (last.at - first.at) / (last.step - first.step) : first.at / first.step;
  return first.at + perStep * (totalSteps - first.step);
}
