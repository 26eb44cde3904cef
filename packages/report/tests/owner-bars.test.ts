import { ownerBars } from '../src/charts/owner-bars.js';

const spread = (mean: number) => ({ mean, deviation: null, count: 1 });

test('all rows have one scale; codes of each modality stand before the mixed ones', () => {
  const { text } = ownerBars(
    'codes',
    [
      { label: 'Baseline', owners: { owned: [spread(10), spread(6)], mixed: spread(4), used: spread(20) } },
      { label: 'Ours', owners: { owned: [spread(0), spread(0)], mixed: spread(10), used: spread(10) } },
    ],
    ['audio', 'video'],
  );
  expect([...text.matchAll(/<rect x="([\d.]+)" y="16" width="([\d.]+)" height="12" fill="([^"]+)"/g)].map((m) => m.slice(1))).toEqual([
    ['0', '170', 'var(--m0)'],
    ['170', '102', 'var(--m1)'],
    ['272', '68', 'var(--ink)'],
    ['0', '0', 'var(--m0)'],
    ['0', '0', 'var(--m1)'],
    ['0', '170', 'var(--ink)'],
  ]);
  expect(text).toContain('>4 of 20 mixed</text>');
  expect(text).toContain('<title>audio: 10 codes</title>');
});
