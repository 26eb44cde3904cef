import { crc32c, maskedCrc32c } from '../src/metrics/crc32c.js';
import { encodeEvent, encodeRecord } from '../src/metrics/tensorboard-event.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('crc32c', () => {
  it.each([
    ['the digits', Buffer.from('123456789'), 0xe3069283],
    ['nothing', Buffer.alloc(0), 0],
    ['32 zeros (RFC 3720, B.4)', Buffer.alloc(32), 0x8a9136aa],
    ['32 ones (RFC 3720, B.4)', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['0 to 31 (RFC 3720, B.4)', Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
  ])('gives the published value of %s', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });

  it('is masked as in TFRecord files: the length 24 of every file version event', () => {
    const length = Buffer.alloc(8);
    length[0] = 24;
    expect(maskedCrc32c(length)).toBe(0x224b7fa3);
  });
});

describe('encodeEvent', () => {
  it('begins a file as TensorFlow does', () => {
    const event = encodeEvent(1.5, 0, { fileVersion: 'brain.Event:2' });
    expect(hex(event)).toBe(`09000000000000f83f1a0d${hex(Buffer.from('brain.Event:2'))}`);
    expect(hex(encodeRecord(event)).slice(0, 24)).toBe('1800000000000000a37f4b22');
  });

  it('holds scalars by tag', () => {
    const event = encodeEvent(1.5, 300, { scalars: { 'a/b': 0.5, c: -2 } });
    const values = ['0a0a0a03612f62150000003f', '0a080a016315000000c0'];
    expect(hex(event)).toBe(`09000000000000f83f10ac022a16${values.join('')}`);
  });

  it('marks where a resumed run starts', () => {
    expect(hex(encodeEvent(0, 7, { sessionStart: true }))).toBe('09000000000000000010073a020801');
  });
});

describe('encodeRecord', () => {
  it('frames data with its length and two checksums', () => {
    const record = encodeRecord(Buffer.from('123456789'));
    expect(record.length).toBe(8 + 4 + 9 + 4);
    const view = new DataView(record.buffer, record.byteOffset);
    expect(view.getBigUint64(0, true)).toBe(9n);
    expect(view.getUint32(21, true)).toBe(maskedCrc32c(Buffer.from('123456789')));
  });
});
