import { splitCodeUse } from '@cmg/tasks';
import { codeBars } from '../src/charts/code-bars.js';

test('bars are stacked, the most used code first', () => {
  const set = (modality: string, codes: number[]) => ({
    split: 'test',
    modality,
    clips: 4,
    segments: 1,
    levels: 1,
    size: 2,
    indices: Int32Array.from(codes),
  });
  const { text } = codeBars('use', splitCodeUse([set('audio', [1, 1, 1, 0]), set('video', [1, 0, 0, 0])]));
  const bars = [...text.matchAll(/var\(--m(\d)\)" d="([^"]+)"/g)].map(([, m, d]) => [
    m,
    [...d!.matchAll(/M[\d.]+ ([\d.]+)h[\d.]+v([\d.]+)/g)].map((n) => [Number(n[1]), Number(n[2])]),
  ]);
  // 104 high for 4 segments: code 0 has 1 of audio under 3 of video, code 1 three under one.
  expect(bars).toEqual([
    [
      '0',
      [
        [84, 26],
        [32, 78],
      ],
    ],
    [
      '1',
      [
        [6, 78],
        [6, 26],
      ],
    ],
  ]);
});
