import { renderReport } from '../src/index.js';
import { sampleData } from './support/sample-data.js';

const page = renderReport(sampleData());

/** Opens and closes every element in order. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  for (const [, close, name, rest] of html.replace(/<style>[^]*?<\/style>/, '').matchAll(/<(\/?)([a-z]\w*)([^>]*)>/g)) {
    if (name === 'meta' || name === 'img' || rest?.endsWith('/')) continue;
    if (!close) open.push(name as string);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}

test('is one well-formed document that loads nothing', () => {
  expect(unbalanced(page)).toEqual([]);
  expect(page).not.toMatch(/https?:|<script|<link|@import|url\(|src="(?!data:)/);
  expect(page).toContain(`content="default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
});

test('the same data make the same page', () => expect(renderReport(sampleData())).toBe(page));

test('every picture has a name, the table a caption', () => {
  expect(page.match(/<img alt="[^"]+"/g)).toHaveLength(page.match(/<img/g)?.length ?? 0);
  const pictures = page.match(/<svg/g)?.length ?? 0;
  expect(page.match(/<svg [^>]*role="img" aria-label="[^"]+"/g)).toHaveLength(pictures);
  // One of means, six of directions, one of owners; for each row a map, bars and classes; two of segments, nine confusions, six of held-out pairs, six losses.
  expect(pictures).toBe(1 + 6 + 1 + 3 * 3 + 2 + 9 + 6 + 6);
  expect(page).toMatch(/<table><caption><span>Score: accuracy, in percent/);
});

test('what the user wrote is escaped', () => {
  const text = renderReport({ ...sampleData({ seeds: 1 }), title: '<script>alert(1)</script>', config: 'a: "<b>"' });
  expect(text).not.toContain('<script');
  expect(text).toContain('a: &quot;&lt;b&gt;&quot;');
});

test('says which part of the segments lies on codes that all modalities use, as if all had equally many', () => {
  const data = sampleData({ seeds: 1 });
  const codes = { modalities: ['audio', 'video'], counts: { audio: [6, 4, 0], video: [1, 0, 1] }, shared: 1 / 3 };
  const runs = data.runs.map((run) => ({ ...run, seeds: run.seeds.map((seed) => ({ ...seed, codes: { ...seed.codes, ...codes } })) }));
  expect(renderReport({ ...data, runs })).toContain(
    '33 <small>%</small></b><span>of the codes in use serve all of audio, video, text: 55 % of their segments',
  );
});

test('says on which clips the scores were measured', () => {
  expect(page).toContain('on 500 held-out clips (split &#39;test&#39;)');
  const data = sampleData({ seeds: 1 });
  const runs = data.runs.map((run) => ({
    ...run,
    seeds: run.seeds.map((seed) => ({
      ...seed,
      transfer: seed.transfer.map((row) => ({ ...row, protocol: 'official' as const, split: 'train' })),
    })),
  }));
  const official = renderReport({ ...data, runs });
  expect(official).toContain('that it was trained on (the official protocol)');
  expect(official).not.toContain('held-out clips (split');
});

test('a study that was interrupted, or has one run without deviations, has a page too', () => {
  const data = sampleData({ seeds: 1 });
  const [first, ...rest] = data.runs;
  const partial = renderReport({ ...data, runs: [first!, ...rest.map((run) => ({ ...run, seeds: [] }))] });
  expect(unbalanced(partial)).toEqual([]);
  expect(partial).not.toMatch(/NaN|undefined|Infinity/);
  expect(renderReport({ ...data, runs: [first!] })).not.toContain('±');
  expect(unbalanced(renderReport({ ...data, runs: [] }))).toEqual([]);
});
