import { CmgError } from '@cmg/core';
import { parseBackendChoice } from '../src/index.js';

test.each([
  [undefined, 'auto'],
  ['', 'auto'],
  ['auto', 'auto'],
  ['native', 'native'],
  [' WASM ', 'wasm'],
  ['js', 'js'],
  ['gpu', 'gpu'],
])('%p means %s', (text, choice) => {
  expect(parseBackendChoice(text)).toBe(choice);
});

test('an unknown backend name is a usage error that lists the known ones', () => {
  const parse = () => parseBackendChoice('cuda');
  expect(parse).toThrow(CmgError);
  expect(parse).toThrow(/"cuda"[^]*auto, gpu, native, wasm, js/);
  expect(parse).toThrow(expect.objectContaining({ kind: 'usage' }));
});
