/** Files that ask for more than they are, name other files, or are none. */
import { execFileSync } from 'node:child_process';
import h5wasm from 'h5wasm/node';
import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, symlinkSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { deflateRawSync, deflateSync } from 'node:zlib';
import { wav } from './inputs.mjs';

const MB = 2 ** 20;
const repeat = (part, times) => Buffer.alloc(Buffer.from(part, 'latin1').length * times, part, 'latin1');
const join = (...parts) => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
const put =
  (...parts) =>
  (file) =>
    writeFileSync(file, join(...parts));
const u32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
/** A file that claims to be long and is not on any disk. */
const sparse = (start, size) => (file) => {
  const handle = openSync(file, 'w');
  writeSync(handle, join(start));
  ftruncateSync(handle, size);
  closeSync(handle);
};

const pickles = {
  'two million lists in each other': put('\x80\x02', repeat(']', 2_000_000), repeat('a', 1_999_999), '.'),
  'five million empty dictionaries': put('\x80\x02(', repeat('}', 5_000_000), 't.'),
  'five million empty lists': put('\x80\x02(', repeat(']', 5_000_000), 't.'),
  'the same memorised 18 million times': put('\x80\x04N', repeat('\x94', 18_000_000), '.'),
  'tuples that double a hundred times': put(
    '\x80\x02]q\0',
    ...Array.from({ length: 100 }, (_, i) => Buffer.from([0x28, 0x68, i, 0x68, i, 0x74, 0x71, i + 1])),
    '.',
  ),
  'a list that holds itself': put('\x80\x02]q\0h\0a.'),
  'a number of five million digits': put('L', repeat('9', 5_000_000), 'L\n.'),
  'a string of 4 PiB': put('\x80\x04\x8e\xff\xff\xff\xff\xff\xff\x0f\0.'),
  'an array of 2 billion numbers': put(
    'cnumpy.core.numeric\n_frombuffer\n(C\0cnumpy\ndtype\n(U\x02f4tR(J\xff\xff\xff\x7fJ\xff\xff\xff\x7ftU\x01CtR.',
  ),
  'memo 4294967295': put('r\xff\xff\xff\xffN.'),
  'a name that is a deep tuple': put(repeat('(', 100_000), repeat('t', 100_000), repeat('(', 100_000), repeat('t', 100_000), '\x93.'),
  'a call of the system': put("cos\nsystem\n(S'touch executed'\ntR."),
  'a call of eval': put("c__builtin__\neval\n(S'1/0'\ntR."),
  'the prototype of objects': put('\x80\x04}X\x09\0\0\0__proto__}X\x01\0\0\0xK\x01sss.'),
};

const npyHeader = (shape, descr = '<f4') => {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const padded = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  return join('\x93NUMPY\x01\0', Buffer.from([padded.length & 255, padded.length >> 8]), padded);
};
const npys = {
  'a shape beyond all numbers': put(npyHeader('(99999999999, 99999999999)'), Buffer.alloc(24)),
  'no rows of a length beyond all': put(npyHeader('(0, 99999999999)')),
  'ten billion rows of nothing': put(npyHeader('(9999999999, 0)')),
  'a header of 4 GiB': put('\x93NUMPY\x02\0\xff\xff\xff\xff'),
  'objects, which are a pickle': put(npyHeader('(1,)', '|O'), 'cos\nsystem\n(S"touch executed"\ntR.'),
  'negative sizes': put(npyHeader('(-1, -8)'), Buffer.alloc(32)),
};

const tensorsHeader = (header, data = Buffer.alloc(0)) => put(u64(Buffer.byteLength(header)), header, data);
const overlapping = JSON.stringify(
  Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`t${i}`, { dtype: 'U8', shape: [8 * MB], data_offsets: [0, 8 * MB] }])),
);
const safetensors = {
  'a thousand tensors on the same bytes': tensorsHeader(overlapping, Buffer.alloc(8 * MB)),
  'a header two million deep': put(u64(2_000_000), repeat('[', 2_000_000)),
  'a header of 8 EiB': put(u64(2n ** 63n), '{}'),
  'a shape of a billion ones': tensorsHeader(
    `{"a":{"dtype":"F32","shape":[${'1,'.repeat(500_000)}1],"data_offsets":[0,4]}}`,
    Buffer.alloc(4),
  ),
  'the prototype of objects': tensorsHeader('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', Buffer.alloc(4)),
};

/** A zip archive of packed entries, [name, CRC-32, size, packed bytes]. */
const zip = (entries) => {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, sum, size, packed] of entries) {
    const shared = join(u16(20), u16(0), u16(8), u32(0), u32(sum), u32(packed.length), u32(size), u16(name.length), u16(0));
    parts.push(join('PK\x03\x04', shared, name, packed));
    directory.push(join('PK\x01\x02', u16(20), shared, Buffer.alloc(10), u32(at), name));
    at += 30 + name.length + packed.length;
  }
  const central = join(...directory);
  return put(...parts, central, 'PK\x05\x06\0\0\0\0', u16(entries.length), u16(entries.length), u32(central.length), u32(at), u16(0));
};
const u16 = (value) => Buffer.from([value & 255, value >> 8]);
/** An array of zeros, which a thousandth of its size holds. */
const zeros = (elements) => join(npyHeader(`(${elements},)`), Buffer.alloc(4 * elements));
const packedArrays = (names, elements) => {
  const bytes = zeros(elements);
  const [sum, packed] = [crc32(bytes), deflateRawSync(bytes)];
  return zip(names.map((name) => [name, sum, bytes.length, packed]));
};
const archives = {
  'twenty arrays of 40 MB in 800 KB': (file) =>
    packedArrays(
      Array.from({ length: 20 }, (_, i) => `a${i}.npy`),
      10 * MB,
    )(file),
  'an entry that is 4 GiB by its own account': (file) => zip([['a.npy', 0, 2 ** 32 - 2, deflateRawSync(zeros(10))]])(file),
  'names that lead elsewhere': (file) => packedArrays(['../../x.npy', '/etc/x.npy', '__proto__.npy'], 10)(file),
};

const text = (content) => (file) => writeFileSync(file, content);
const configs = {
  'aliases that make a billion': text(
    `a: &a [${'x,'.repeat(8)}x]\n${Array.from({ length: 9 }, (_, i) => {
      const [before, own] = [97 + i, 98 + i].map((code) => String.fromCharCode(code));
      return `${own}: &${own} [${Array(9).fill(`*${before}`).join()}]\n`;
    }).join('')}`,
  ),
  '20,000 lists in each other': text(`name: ${'['.repeat(20_000)}`),
  '2,000 maps in each other': text(Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')),
  '200,000 anchors': text(`name: x\n${Array.from({ length: 200_000 }, (_, i) => `k${i}: &a${i} x\n`).join('')}`),
  'a function': text(`name: !!js/function "function(){}"\n`),
  'the prototype of objects': text('name: x\n__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\n'),
  'a line of 30 MB': text(`name: ${'x'.repeat(30 * MB)}`),
  'numbers beyond all': text('name: x\nseed: 1e999\nwidth: 1e15\n'),
  'a folder above as a name': text('name: ..\n'),
  'two documents': text('name: a\n---\nname: b\n'),
  'itself as what it extends': (file) => writeFileSync(file, `extends: ${file}\n`),
};

const tables = {
  'a quote that never ends': text(`id,text\na,"${'x'.repeat(60 * MB)}`),
  '300,000 columns': text(`id,${Array.from({ length: 300_000 }, (_, i) => `c${i}`).join()}\n${','.repeat(300_000)}\n`),
  'columns that stand twice': text('id,id,__proto__,text,text\na,b,c,d,e\n'),
  'bytes that are no text': text(Buffer.from([0x69, 0x64, 0x0a, 0xff, 0xfe, 0xc3, 0x28])),
};
const jsonTables = {
  'a row three million deep': text(`{"id":${'['.repeat(3_000_000)}\n`),
  'half of a surrogate pair': text('{"id":"\\ud800","text":"x"}\n'),
  'an integer beyond 2^53': text('{"id":7123456789012345678,"text":"x"}\n'),
};

const wavHeader = ({ rate = 16_000, channels = 1, bits = 16, size = 64_000 }) => {
  const bytes = wav(new Int16Array(0));
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt16LE(bits, 34);
  bytes.writeUInt32LE(size, 40);
  return bytes;
};
const sounds = {
  'eight million empty chunks': sparse(Buffer.from('RIFF\xff\xff\xff\xffWAVE', 'latin1'), 64_000_000),
  '65,535 channels': put(wavHeader({ channels: 65_535, bits: 32 }), Buffer.alloc(1000)),
  '4 GiB that are not there': put(wavHeader({ size: 2 ** 32 - 1 }), Buffer.alloc(64_000)),
  'four billion samples a second': put(wavHeader({ rate: 2 ** 32 - 1 }), Buffer.alloc(64_000)),
  'no channels': put(wavHeader({ channels: 0 }), Buffer.alloc(64_000)),
  'a playlist of another file': text('#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'),
  'a list of other files': text("ffconcat version 1.0\nfile '/etc/passwd'\n"),
};

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
/** A PNG with the size that it claims, and as many rows of zeros. */
const png = (width, height, rows) => {
  const chunk = (type, data) => {
    const body = join(type, data);
    return join(u32be(data.length), body, u32be(crc32(body)));
  };
  const header = join(u32be(width), u32be(height), '\x01\0\0\0\0');
  const pixels = deflateSync(Buffer.alloc(rows * (1 + Math.ceil(width / 8))), { level: 9 });
  return put('\x89PNG\r\n\x1a\n', chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0)));
};
const u32be = (value) => u32(value).reverse();
function crc32(bytes) {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
  }
  return ~sum >>> 0;
}
const pictures = {
  '50,000 pixels square, of which ten rows are there': png(50_000, 50_000, 10),
  '16,383 pixels square': png(16_383, 16_383, 16_383),
  'an SVG with uses in uses': text(
    `${SVG} width="9" height="9"><defs><g id="a0"><rect width="9" height="9"/></g>${Array.from(
      { length: 9 },
      (_, i) => `<g id="a${i + 1}">${`<use xlink:href="#a${i}"/>`.repeat(10)}</g>`,
    ).join('')}</defs><use xlink:href="#a9"/></svg>`,
  ),
  'an SVG of another file': text(`${SVG} width="9" height="9"><image width="9" height="9" xlink:href="file:///etc/hostname"/></svg>`),
  'a playlist of another file': text('#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'),
  'a picture that is not whole': put('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR'),
};

/** Written by the library itself. */
const hdf5 =
  (fill, change = (bytes) => bytes) =>
  async (file) => {
    await h5wasm.ready;
    const opened = new h5wasm.File(file, 'w', { libver: ['earliest', 'latest'] }); // without checksums
    fill(opened);
    opened.close();
    writeFileSync(file, change(readFileSync(file)));
  };
/** A number that occurs nowhere else in the file. */
const FLOATS = 134_283_013;
const hdf5s = {
  '400 groups that each name the next one twice': hdf5((root) => {
    const groups = Array.from({ length: 400 }, (_, i) => /** @type {import('h5wasm/node').Group} */ (root.create_group(`g${i}`)));
    for (const [i, group] of groups.slice(1).entries()) for (const link of ['a', 'b']) groups[i].create_hard_link(group.path, link);
  }),
  'sixteen million chunks of a number': hdf5((root) => {
    root.create_dataset({ name: 'x', data: new Float32Array(1), shape: [1], maxshape: [null], chunks: [1] });
    root.get('x').resize([2 ** 24]);
  }),
  'bytes that become numbers of eight bytes': hdf5((root) => {
    root.create_dataset({ name: 'x', data: new Int8Array(1), shape: [1], maxshape: [null], chunks: [2 ** 20] });
    root.get('x').resize([2 ** 26]);
  }),
  'a chunk of 4 KB that unpacks to 512 MB': hdf5(
    (root) => {
      const packed = { compression: 'gzip', compression_opts: 9 };
      root.create_dataset({ name: 'x', data: new Float32Array(FLOATS), shape: [FLOATS], chunks: [FLOATS], ...packed });
    },
    (bytes) => {
      // What the headers say of its length, wherever they say it.
      for (let at = 0; (at = bytes.indexOf(u32(FLOATS), at)) >= 0; at += 4) bytes.writeUInt32LE(1024, at);
      return bytes;
    },
  ),
};

/** What is no file: opening or reading it would never end, or there is nothing. */
const others = {
  'a pipe that nobody writes': (file) => execFileSync('mkfifo', [file]),
  'zeros without end': (file) => symlinkSync('/dev/zero', file),
  'random bytes without end': (file) => symlinkSync('/dev/random', file),
  'a folder': (file) => mkdirSync(file),
  'an empty file': text(''),
  'a link to itself': (file) => symlinkSync(file, file),
  'a link to nothing': (file) => symlinkSync(`${file}-nothing`, file),
  'a file of 4 GiB that is not on any disk': (file) => {
    writeFileSync(file, '');
    truncateSync(file, 4 * 2 ** 30);
  },
};

const of = (kind, ending, files) => Object.entries(files).map(([name, make]) => ({ kind, ending, name, make }));

/** What is read by whom, and how it is made. */
export const HOSTILE = [
  ...of('pickle', '.pkl', pickles),
  ...of('npy', '.npy', npys),
  ...of('safetensors', '.safetensors', safetensors),
  ...of('npz', '.npz', archives),
  ...of('array', '.h5', hdf5s),
  ...of('config', '.yaml', configs),
  ...of('manifest', '.csv', tables),
  ...of('manifest', '.jsonl', jsonTables),
  ...of('audio', '.wav', sounds),
  ...of('video', '.png', pictures),
];

/** Each is tried in place of every kind of file. */
export const NO_FILES = Object.entries(others).map(([name, make]) => ({ name, make }));
export const ENDINGS = {
  pickle: '.pkl',
  torch: '.pt',
  tensors: '.npz',
  safetensors: '.safetensors',
  npz: '.npz',
  npy: '.npy',
  text: '.txt',
  array: '.h5',
  manifest: '.csv',
  vectors: '.txt',
  audio: '.wav',
  video: '.mp4',
  config: '.yaml',
  checkpoint: '.safetensors',
};
