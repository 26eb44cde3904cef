import { wordsOf } from '../src/extract/words-of.js';

test.each([
  ["Seven lamps, don't re-use!", ['Seven', 'lamps', "don't", 're-use']],
  ['cafe\u0301', ['caf\u00e9']],
  ['一只狗在叫', ['一只', '狗', '在', '叫']],
  ['東京で雨', ['東京', 'で', '雨']],
  ['สวัสดีชาวโลก', ['สวัสดี', 'ชาว', 'โลก']],
  ['a 狗 b', ['a', '狗', 'b']],
])('%j has the words %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test('a text without a word is named', () => {
  expect(() => wordsOf('?!')).toThrow("contains no word: '?!'");
});
