import type { StudyCell, StudyCellRun } from '@cmg/pipeline';
import { StudyProgress } from '../src/study-progress.js';

const cell = (label: string, seed = 0) => ({ row: { label }, seed }) as StudyCell;
const direction = (to: string, accuracy: number) => ({
  task: 'classification',
  from: 'audio',
  to,
  measures: { primary: 'accuracy', scores: { accuracy } },
});
const run = { seconds: 41.2, transfer: [direction('audio', 99), direction('video', 50), direction('text', 60)] } as unknown as StudyCellRun;

function progressOn(isTTY: boolean) {
  let written = '';
  let milliseconds = 0;
  const progress = new StudyProgress({ isTTY, columns: 120, write: (text) => (written += text) }, () => milliseconds);
  const after = (passed: number, event: Parameters<StudyProgress['tell']>[0]) => {
    milliseconds += passed;
    progress.tell(event);
    return [written, (written = '')][0];
  };
  return { after, progress };
}

test('a line a minute where nobody looks, and one for each cell that ends', () => {
  const { after } = progressOn(false);
  expect(after(0, { kind: 'planned', cells: 4, finished: 1 })).toBe('1 of 4 cells are finished already\n');
  expect(after(10, { kind: 'started', cell: cell('Baseline') })).toBe('');
  expect(after(59_980, { kind: 'progress', cell: cell('Baseline'), stage: 'step 3/4', done: 0.5 })).toBe('');
  expect(after(10, { kind: 'progress', cell: cell('Baseline'), stage: 'step 3/4', done: 0.5 })).toBe(
    'cells 1/4  left 5:00  Baseline, seed 0: step 3/4\n',
  );
  expect(after(1, { kind: 'finished', cell: cell('Baseline'), run })).toBe('[2/4] Baseline, seed 0: classification 55.0 (trained 41 s)\n');
  expect(after(1, { kind: 'failed', cell: cell('CMCM', 1), error: new Error('is out of luck') })).toBe(
    '[3/4] CMCM, seed 1 failed: is out of luck\n',
  );
});

test('one line on a terminal, for all cells under way', () => {
  const { after } = progressOn(true);
  after(0, { kind: 'planned', cells: 4, finished: 0 });
  after(0, { kind: 'started', cell: cell('A') });
  after(0, { kind: 'started', cell: cell('B') });
  expect(after(60_000, { kind: 'progress', cell: cell('A'), stage: 'step 9/9', done: 1 })).toBe(
    '\r\x1b[K[=====               ]  cells 0/4  left 3:00  A, seed 0: step 9/9  B, seed 0: begins',
  );
});
