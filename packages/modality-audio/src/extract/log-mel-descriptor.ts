import { type LogMel, MEL_BANDS } from './log-mel.js';

/** Number of parts that the voiced interval of a segment is cut into. */
const TIME_BINS = 4;

/** F of a segment's features. */
export const LOG_MEL_WIDTH = MEL_BANDS * TIME_BINS;

/** Levels are clipped at this value, in decibels: inaudible sound carries no information. */
const THRESHOLD = -75;
/** Fraction of the range from the quietest to the loudest frame above which a frame counts as voiced. */
const VOICED = 0.35;
/** Shorter voiced intervals are not trusted: the whole segment is used. */
const SHORTEST = 8;

/**
 * Describes a segment of sound by [128] values: the mean level of 32 mel bands in each quarter of its voiced interval
 * (from the first to the last frame whose mean level is above 35 % of the segment's range), no lower than -75 dB. Cutting to the voiced
 * interval makes the features independent of the sound's position in the segment and, largely, of its speed.
 */
export function logMelDescriptor({ data, frames }: LogMel): Float32Array {
  const [begin, end] = voicedStretch(data, frames);
  const out = new Float32Array(LOG_MEL_WIDTH);
  for (let bin = 0; bin < TIME_BINS; bin++) {
    const from = begin + Math.floor(((end - begin) * bin) / TIME_BINS);
    const to = Math.max(from + 1, begin + Math.floor(((end - begin) * (bin + 1)) / TIME_BINS));
    for (let band = 0; band < MEL_BANDS; band++) {
      let sum = 0;
      for (let frame = from; frame < to; frame++) sum += level(data, Math.min(frame, frames - 1), band);
      out[bin * MEL_BANDS + band] = sum / (to - from);
    }
  }
  return out;
}

const level = (data: Float32Array, frame: number, band: number) => Math.max(THRESHOLD, data[frame * MEL_BANDS + band] as number);

function voicedStretch(data: Float32Array, frames: number): [number, number] {
  const levels = Float64Array.from({ length: frames }, (_, frame) => {
    let sum = 0;
    for (let band = 0; band < MEL_BANDS; band++) sum += level(data, frame, band);
    return sum / MEL_BANDS;
  });
  const low = levels.reduce((a, b) => Math.min(a, b), Infinity);
  const high = levels.reduce((a, b) => Math.max(a, b), -Infinity);
  const voiced = (level: number) => level > low + VOICED * (high - low);
  const begin = levels.findIndex(voiced);
  const end = levels.findLastIndex(voiced) + 1;
  return end - begin >= SHORTEST ? [begin, end] : [0, frames];
}
