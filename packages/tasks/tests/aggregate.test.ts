import { aggregate, type Direction } from '../src/index.js';

const result = (from: string, to: string, accuracy: number): Direction => ({
  task: 'classification',
  from,
  to,
  measures: { primary: 'accuracy', scores: { accuracy }, chance: 10 },
});

test('seeds of one direction are averaged, directions are kept apart', () => {
  const rows = aggregate([result('audio', 'video', 50), result('video', 'audio', 20), result('audio', 'video', 60)]);
  expect(rows.map(({ from, to }) => `${from}>${to}`)).toEqual(['audio>video', 'video>audio']);
  expect(rows[0]).toMatchObject({ primary: 'accuracy', chance: 10, scores: { accuracy: { mean: 55, count: 2 } } });
  expect(rows[0]?.scores['accuracy']?.deviation).toBeCloseTo(Math.sqrt(50), 10);
  expect(rows[1]?.scores['accuracy']).toEqual({ mean: 20, deviation: null, count: 1 });
});

test('nothing gives nothing', () => expect(aggregate([])).toEqual([]));
