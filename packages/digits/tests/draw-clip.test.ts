import { Random } from '@cmg/core';
import { drawClip, type Window } from '../src/draw-clip.js';

const RULES = { events: 1, window: { min: 4, max: 7 }, overlap: 3, unpaired: 0 };
const shared = (a: Window, b: Window) => Math.min(a.end, b.end) - Math.max(a.begin, b.begin);
const many = (rules: typeof RULES) => Array.from({ length: 500 }, (_, i) => drawClip(rules, new Random(i)));

describe('drawClip', () => {
  it.each([
    ['one digit', RULES],
    ['two digits', { ...RULES, events: 2, overlap: 3 }],
    ['three digits', { events: 3, window: { min: 1, max: 3 }, overlap: 1, unpaired: 0 }],
  ])('%s: windows have the lengths, overlap enough, differ, and keep to their part of the clip', (_, rules) => {
    const span = Math.floor(10 / rules.events);
    for (const events of many(rules)) {
      expect(events).toHaveLength(rules.events);
      events.forEach(({ audio, video, text }, i) => {
        for (const { begin, end } of [audio!, video!]) {
          expect(end - begin).toBeGreaterThanOrEqual(rules.window.min);
          expect(end - begin).toBeLessThanOrEqual(rules.window.max);
          expect(begin).toBeGreaterThanOrEqual(i * span);
          expect(end).toBeLessThanOrEqual((i + 1) * span);
        }
        expect(shared(audio!, video!)).toBeGreaterThanOrEqual(rules.overlap);
        expect(audio).not.toEqual(video);
        expect(text!.end - text!.begin).toBe(1);
      });
    }
  });

  it('says the word where sound and picture are, give or take', () => {
    // Windows of four that share three: each begins at most one segment from the others.
    for (const events of many({ events: 1, window: { min: 4, max: 4 }, overlap: 3, unpaired: 0 })) {
      const { audio, video, text } = events[0]!;
      expect(text!.begin).toBeGreaterThanOrEqual(Math.max(audio!.begin, video!.begin) - 1);
      expect(text!.end).toBeLessThanOrEqual(Math.min(audio!.end, video!.end) + 1);
    }
  });

  it('draws every digit, length and place', () => {
    const events = many(RULES).flat();
    expect(new Set(events.map(({ digit }) => digit)).size).toBe(10);
    expect(new Set(events.map(({ audio }) => audio!.end - audio!.begin))).toEqual(new Set([4, 5, 6, 7]));
    expect(new Set(events.map(({ text }) => text!.begin)).size).toBeGreaterThanOrEqual(8);
  });

  it('lacks each modality in a third of the unpaired share', () => {
    const events = many({ ...RULES, unpaired: 0.6 }).flat();
    for (const modality of ['audio', 'video', 'text'] as const) {
      const share = events.filter(({ [modality]: window }) => window === undefined).length / events.length;
      expect(Math.abs(share - 0.2)).toBeLessThan(0.06);
    }
  });
});
