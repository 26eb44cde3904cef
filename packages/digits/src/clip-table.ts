import type { Labels, Random } from '@cmg/core';
import type { DigitsOptions } from './digits-options.js';
import { type ClipEvent, drawClip } from './draw-clip.js';
import type { FramePool } from './frame-pool.js';
import { sentence, VOCABULARY } from './sentence.js';
import type { SoundPool } from './sound-pool.js';
import { DIGITS, SEGMENTS, type Split } from './split.js';

/** Number of images of a digit that an event shows in turn. */
const HANDS = 3;
/** Fraction of the background with another word, at full clutter. */
const OTHER_WORDS = 0.2;

/** The modalities of the corpus. */
export const MODALITIES = ['audio', 'video', 'text'] as const;
export type DigitsModality = (typeof MODALITIES)[number];

/** The clips of a split: labels, and for each segment the row of its modality's pool. */
export interface ClipTable {
  readonly labels: Labels;
  /** [N * T] rows of the sound pool, the frame pool and the vocabulary. */
  readonly rows: Readonly<Record<DigitsModality, Int32Array>>;
}

const WORD_ROWS = new Map(VOCABULARY.map((word, row) => [word, row]));

/** Draws the clips of a split. Each has its own random stream: clip 7 is the same however many there are. */
export function drawClipTable(split: Split, options: DigitsOptions, sounds: SoundPool, frames: FramePool, random: Random): ClipTable {
  const count = options.clips[split];
  const perSegment = () => new Int32Array(count * SEGMENTS);
  const table = {
    labels: { clipClasses: new Int32Array(count), segmentClasses: { audio: perSegment(), video: perSegment(), text: perSegment() } },
    rows: { audio: perSegment(), video: perSegment(), text: perSegment() },
  };
  for (let clip = 0; clip < count; clip++) {
    const own = random.fork(split, clip);
    const events = drawClip(options, own.fork('events'));
    const segments = (values: Int32Array) => values.subarray(clip * SEGMENTS, (clip + 1) * SEGMENTS);
    table.labels.clipClasses[clip] = events[0]!.digit;
    for (const modality of MODALITIES) label(segments(table.labels.segmentClasses[modality]), events, modality);
    fillAudio(segments(table.rows.audio), events, sounds, options.clutter, own.fork('audio'));
    fillVideo(segments(table.rows.video), events, frames, own.fork('video'));
    fillText(segments(table.rows.text), events, split, own.fork('text'));
  }
  return table;
}

function label(labels: Int32Array, events: readonly ClipEvent[], modality: DigitsModality): void {
  labels.fill(-1);
  for (const { digit, [modality]: window } of events) if (window !== undefined) labels.fill(digit, window.begin, window.end);
}

/** One voice per clip: digits in their windows; outside them noise and, depending on the clutter, other words. */
function fillAudio(rows: Int32Array, events: readonly ClipEvent[], sounds: SoundPool, clutter: number, random: Random): void {
  const voice = sounds.voice(random);
  for (let t = 0; t < rows.length; t++) {
    rows[t] = random.uniform() < OTHER_WORDS * clutter ? sounds.otherWord(voice, random) : sounds.background(random);
  }
  for (const { digit, audio } of events) {
    for (let t = audio?.begin ?? 0; t < (audio?.end ?? 0); t++) rows[t] = sounds.digit(voice, digit, random);
  }
}

/** Three handwritten images of the digit in its window; frames without a digit outside. */
function fillVideo(rows: Int32Array, events: readonly ClipEvent[], frames: FramePool, random: Random): void {
  for (let t = 0; t < rows.length; t++) rows[t] = frames.background(random);
  for (const { digit, video } of events) {
    const hand = random.uint32();
    for (let t = video?.begin ?? 0; t < (video?.end ?? 0); t++) rows[t] = frames.digit(digit, hand + random.integer(0, HANDS));
  }
}

function fillText(rows: Int32Array, events: readonly ClipEvent[], split: Split, random: Random): void {
  const digits = new Map(events.flatMap(({ digit, text }) => (text === undefined ? [] : [[text.begin, DIGITS[digit]!]])));
  sentence(split, digits, random).forEach((word, t) => (rows[t] = WORD_ROWS.get(word)!));
}
