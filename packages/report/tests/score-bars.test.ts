import { scoreBars } from '../src/charts/score-bars.js';

const spread = (mean: number, deviation: number | null = null) => ({ mean, deviation, count: deviation === null ? 1 : 3 });

test('a bar as long as its score, with whiskers of a deviation; the featured one in ink', () => {
  const { text } = scoreBars('scores', [
    { label: 'Baseline', score: spread(25), featured: false },
    { label: 'Ours', score: spread(50, 10), featured: true },
  ]);
  expect([...text.matchAll(/width="([\d.]+)" height="10" rx="2" fill="var\((--ink|--faint)\)"/g)].map((m) => [m[1], m[2]])).toEqual([
    ['85', '--faint'],
    ['170', '--ink'],
  ]);
  expect([...text.matchAll(/stroke="var\(--soft\)" stroke-width="1.2" d="([^"]+)"/g)].map((m) => m[1])).toEqual([
    'M136.0 21H204.0M136.0 18v6M204.0 18v6',
  ]);
});

test('a whisker ends where scores do', () => {
  const { text } = scoreBars('scores', [{ label: 'a', score: spread(95, 20), featured: true }]);
  expect(text).toContain('H340.0');
});

test('floor and ceiling are marked on every bar', () => {
  const bars = ['a', 'b'].map((label) => ({ label, score: spread(50), featured: false }));
  const { text } = scoreBars('scores', bars, { label: 'chance', value: 10 }, { label: 'labels of the target', value: 100 });
  expect(text.match(/class="floor" d="M34 13v16"><title>chance: 10.0 %</g)).toHaveLength(2);
  expect(text.match(/class="ceiling" d="M339 13v16"><title>labels of the target: 100.0 %</g)).toHaveLength(2);
});

test('what was not measured has no bar', () => {
  const { text } = scoreBars('scores', [{ label: 'a', score: null, featured: true }]);
  expect(text).toContain('>–</text>');
  expect(text).not.toContain('var(--faint)');
});
