import { FfmpegReport } from '../src/decode/ffmpeg-report.js';

const report = (...lines: string[]) => {
  const made = new FfmpegReport();
  for (const line of lines) made.add(line);
  return made;
};
const SIX = '[info]   Duration: 00:00:06.00, start: 0.000000, bitrate: 55 kb/s';
const PARTIAL = '[mov,mp4 @ 0x55b1] [error] stream 0, offset 0xa21a: partial file';

/** What is said about a decoded file; it throws where that is damaged. */
function remarks(made: FfmpegReport, decoded: number): string[] {
  const notes: string[] = [];
  made.judge('a.mp4', decoded, (note) => notes.push(note));
  return notes;
}

test('length and complaints are found among the lines', () => {
  const made = report('[info] Input #0, mov', '[info]   Duration: 01:02:03.50, start: 0', '[warning] odd', PARTIAL, '[info] frame= 3');
  expect([made.seconds, made.complaints, made.last]).toEqual([
    3723.5,
    ['mov,mp4: stream 0, offset 0xa21a: partial file'],
    'stream 0, offset 0xa21a: partial file',
  ]);
});

test.each([
  [6, []],
  [5.1, []],
  [3, ['a.mp4: it ends after 3.0 s, its header says 6.0 s']],
])('of 6 s without a complaint, %d s are decoded', (decoded, notes) => {
  expect(remarks(report(SIX), decoded)).toEqual(notes);
});

test('a complaint about a whole file is a remark, about one that is too short it is damage', () => {
  expect(remarks(report(SIX, PARTIAL), 6)).toEqual(['a.mp4: may be damaged; ffmpeg: mov,mp4: stream 0, offset 0xa21a: partial file']);
  expect(() => remarks(report(SIX, PARTIAL), 3)).toThrow(
    'a.mp4: is damaged: it ends after 3.0 s, its header says 6.0 s; ffmpeg: mov,mp4: stream 0, offset 0xa21a: partial file',
  );
});

test('a file without a length is judged by complaints alone', () => {
  expect(remarks(report('[info]   Duration: N/A, start: 0'), 3)).toEqual([]);
});
