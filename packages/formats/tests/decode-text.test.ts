import { decodeText } from '../src/index.js';

const bytes = (...values: number[]) => Uint8Array.from(values);

test.each([
  ['UTF-8', bytes(0x63, 0x61, 0x66, 0xc3, 0xa9)],
  ['UTF-8 with a byte order mark', bytes(0xef, 0xbb, 0xbf, 0x63, 0x61, 0x66, 0xc3, 0xa9)],
  ['UTF-16, little-endian', bytes(0xff, 0xfe, 0x63, 0, 0x61, 0, 0x66, 0, 0xe9, 0)],
  ['UTF-16, big-endian', bytes(0xfe, 0xff, 0, 0x63, 0, 0x61, 0, 0x66, 0, 0xe9)],
])('%s is read', (_, text) => {
  expect(decodeText(text, 'a.txt')).toBe('café');
});

test.each([
  ['Latin-1', bytes(0x61, 0x0a, 0x63, 0x61, 0x66, 0xe9), 'a.txt:2: is not UTF-8 text'],
  ['UTF-16 without a mark', bytes(0x63, 0, 0x61, 0), 'a.txt:1: is not UTF-8 text'],
  ['UTF-16 with half a pair', bytes(0xff, 0xfe, 0x00, 0xd8, 0x61, 0), 'a.txt:1: is not UTF-16LE text'],
])('%s is refused with its line', (_, text, message) => {
  expect(() => decodeText(text, 'a.txt')).toThrow(message);
});

test('a replacement character that is written so is text', () => {
  expect(decodeText(bytes(0xef, 0xbf, 0xbd), 'a.txt')).toBe('\ufffd');
});
