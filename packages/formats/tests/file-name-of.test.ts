import { fileNameOf } from '../src/index.js';

test.each([
  ['clip-7', 'clip-7'],
  ['../../escape', '..%2F..%2Fescape'],
  ['C:\\a*?', 'C%3A%5Ca%2A%3F'],
  ['naïve', 'na%C3%AFve'],
  ['NUL', 'NUL~2e55a531dc46ef0d'],
  ['\ud800', '%EF%BF%BD~205022e3428b7c82'],
])('%j becomes %s', (text, name) => {
  expect(fileNameOf(text)).toBe(name);
});

test('a long name is cut, and texts that differ have names that differ', () => {
  const [one, other] = ['é'.repeat(300), `${'é'.repeat(299)}e`].map(fileNameOf);
  expect(one).toHaveLength(180);
  expect(one).not.toBe(other);
  expect(fileNameOf('\ud800')).not.toBe(fileNameOf('\ud801'));
});
