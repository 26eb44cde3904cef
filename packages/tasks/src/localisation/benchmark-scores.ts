import { type EventMask, type Run, runsOf } from './event-mask.js';

/** Intersection over union from which on two events match. */
const MATCH = 0.5;

/**
 * Segment-level F-score of the LLP (AVVP) benchmark, in [0, 1]: within a clip, F = 2 TP / (2 TP + FP + FN) of each class over
 * its segments, mean over the classes that are predicted or true; mean over clips. A clip with neither scores 1.
 *
 * Tian, Li and Xu, "Unified Multisensory Perception: Weakly-Supervised Audio-Visual Video Parsing" (ECCV 2020).
 *
 * @param columns the classes that count: the first so many; background is not one of them
 */
export function segmentFScore(predicted: EventMask, truth: EventMask, columns: number): number {
  return meanOverClips(truth.clips, columns, (clip, column) => {
    const tally = { hits: 0, errors: 0 };
    for (let t = 0; t < truth.segments; t++) {
      const at = (clip * truth.segments + t) * truth.width + column;
      if (predicted.data[at] !== truth.data[at]) tally.errors++;
      else if (truth.data[at] === 1) tally.hits++;
    }
    return tally;
  });
}

/**
 * Event-level F-score of the same benchmark, in [0, 1]: consecutive segments of a class are an event; a predicted event is right
 * where its intersection over union with a true one is at least 0.5, a true event is missed where no predicted one matches it.
 */
export function eventFScore(predicted: EventMask, truth: EventMask, columns: number): number {
  return meanOverClips(truth.clips, columns, (clip, column) => {
    const [guesses, events] = [runsOf(predicted, clip, column), runsOf(truth, clip, column)];
    const hits = guesses.filter((guess) => events.some((event) => matches(guess, event))).length;
    const missed = events.filter((event) => !guesses.some((guess) => matches(guess, event))).length;
    return { hits, errors: guesses.length - hits + missed };
  });
}

function matches(a: Run, b: Run): boolean {
  const intersection = Math.max(0, Math.min(a.end, b.end) - Math.max(a.begin, b.begin));
  return intersection >= MATCH * (a.end - a.begin + b.end - b.begin - intersection);
}

/** Right decisions, and wrong ones: predicted but not true, and the reverse. */
interface Tally {
  readonly hits: number;
  readonly errors: number;
}

function meanOverClips(clips: number, columns: number, tally: (clip: number, column: number) => Tally): number {
  let sum = 0;
  for (let clip = 0; clip < clips; clip++) {
    const scores: number[] = [];
    for (let column = 0; column < columns; column++) {
      const { hits, errors } = tally(clip, column);
      if (hits + errors > 0) scores.push((2 * hits) / (2 * hits + errors));
    }
    sum += scores.length === 0 ? 1 : scores.reduce((a, b) => a + b, 0) / scores.length;
  }
  return sum / clips;
}
