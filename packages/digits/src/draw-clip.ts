import type { Random } from '@cmg/core';
import type { DigitsOptions } from './digits-options.js';
import { DIGITS, SEGMENTS } from './split.js';

/** Segments [begin, end). */
export interface Window {
  readonly begin: number;
  readonly end: number;
}

/** One digit of a clip and its position, per modality; undefined if the modality lacks it. */
export interface ClipEvent {
  readonly digit: number;
  readonly audio: Window | undefined;
  readonly video: Window | undefined;
  /** A single segment: the digit's word. */
  readonly text: Window | undefined;
}

type Rules = Pick<DigitsOptions, 'events' | 'window' | 'overlap' | 'unpaired'>;

const overlapOf = (a: Window, b: Window) => Math.min(a.end, b.end) - Math.max(a.begin, b.begin);

/** Segments that each event of a clip has to itself. */
export const spanOf = (events: number) => Math.floor(SEGMENTS / events);

/**
 * Draws the events of a clip. Each event has its own part of the clip (all of it, if it is the only one); in it, sound and
 * picture have windows that share at least `overlap` segments and are never identical, and the word is at a segment of a third such window.
 */
export function drawClip(rules: Rules, random: Random): ClipEvent[] {
  const span = spanOf(rules.events);
  const longest = Math.min(rules.window.max, span);
  const window = (offset: number): Window => {
    const length = random.integer(rules.window.min, longest + 1);
    const begin = offset + random.integer(0, span - length + 1);
    return { begin, end: begin + length };
  };
  return Array.from({ length: rules.events }, (_, event) => {
    const digit = random.integer(0, DIGITS.length);
    const offset = event * span;
    for (;;) {
      const [audio, video, said] = [window(offset), window(offset), window(offset)];
      const same = audio.begin === video.begin && audio.end === video.end;
      const overlaps = [overlapOf(audio, video), overlapOf(audio, said), overlapOf(video, said)];
      if (same || overlaps.some((segments) => segments < rules.overlap)) continue;
      const position = random.integer(said.begin, said.end);
      return lackOne({ digit, audio, video, text: { begin: position, end: position + 1 } }, rules.unpaired, random);
    }
  });
}

function lackOne(event: ClipEvent, share: number, random: Random): ClipEvent {
  const lacks = random.uniform() < share;
  const modality = random.pick(['audio', 'video', 'text'] as const);
  return lacks ? { ...event, [modality]: undefined } : event;
}
