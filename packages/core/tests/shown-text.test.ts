import { shownLines, shownText } from '../src/index.js';

test.each([
  ['\x1b]0;PWNED\x07\x1b[2J', String.raw`\u001b]0;PWNED\u0007\u001b[2J`],
  ['\x9b31mred', String.raw`\u009b31mred`],
  ['\u202egnp.exe', String.raw`\u202egnp.exe`],
  ['a\nb\tc\rd\u2028e', String.raw`a\u000ab\u0009c\u000dd\u2028e`],
  ['half \ud800 a pair', String.raw`half \ud800 a pair`],
  ['naïve 日本語 😀 قلب', 'naïve 日本語 😀 قلب'],
])('%j is shown as %s', (text, shown) => {
  expect(shownText(text)).toBe(shown);
});

test('lines stay lines', () => {
  expect(shownLines('one\x1b[31m\ntwo')).toBe('one\\u001b[31m\ntwo');
});

test('JSON still says the same', () => {
  const value = { id: '\x9b\x7f\u202e\u2028\x1b\ud800"\\' };
  expect(JSON.parse(shownText(JSON.stringify(value)))).toEqual(value);
});
