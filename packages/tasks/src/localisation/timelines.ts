import type { NdArray, PredictedEvent, Timeline } from '@cmg/core';
import { type EventMask, runsOf } from './event-mask.js';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * The events of one clip, in order of their beginning; the score of an event is its mean probability.
 *
 * @param logits [N, T, C + 1], background last
 * @param mask what counts as predicted
 */
export function predictedEvents(
  logits: NdArray<Float32Array>,
  mask: EventMask,
  clip: number,
  classes: readonly string[],
): PredictedEvent[] {
  const events = classes.flatMap((name, column) =>
    runsOf(mask, clip, column).map(({ begin, end }): PredictedEvent => {
      let sum = 0;
      for (let t = begin; t < end; t++) sum += sigmoid(logits.data[(clip * mask.segments + t) * mask.width + column] as number);
      return { class: name, score: sum / (end - begin), segments: [begin, end] };
    }),
  );
  return events.sort((a, b) => (a.segments?.[0] ?? 0) - (b.segments?.[0] ?? 0));
}

/** Truth and prediction of the clips to show, as far as the split has them. */
export function timelines(
  logits: NdArray<Float32Array>,
  predicted: EventMask,
  truth: EventMask,
  classes: readonly string[],
  show: readonly number[],
): Timeline[] {
  return show
    .filter((clip) => clip < truth.clips)
    .map((clip) => ({
      clip,
      segments: truth.segments,
      truth: classes.flatMap((name, column) =>
        runsOf(truth, clip, column).map(({ begin, end }) => ({ class: name, segments: [begin, end] as const })),
      ),
      predicted: predictedEvents(logits, predicted, clip, classes),
    }));
}
