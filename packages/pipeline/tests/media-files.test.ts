import { decode } from 'fast-png';
import { mediaFiles } from '../src/segments/media-files.js';

const bytes = (base64: string) => Buffer.from(base64, 'base64');

test('a picture is a PNG file of its pixels', () => {
  const pixels = { shape: [1, 2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  const file = mediaFiles({ kind: 'picture', pixels });
  expect(decode(bytes(file.kind === 'picture' ? file.png : ''))).toMatchObject({ width: 2, height: 1, channels: 3, data: pixels.data });
});

test('a sound is a WAV file of 16-bit samples, cut at full scale', () => {
  const file = mediaFiles({ kind: 'sound', samples: Float32Array.of(0, 1, -1, 0.5, 1.25, -3), sampleRate: 8000 });
  const wav = bytes(file.kind === 'sound' ? file.wav : '');
  expect([wav.readUInt32LE(4), wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt32LE(40)]).toEqual([48, 1, 8000, 12]);
  expect([0, 1, 2, 3, 4, 5].map((i) => wav.readInt16LE(44 + 2 * i))).toEqual([0, 32767, -32767, 16384, 32767, -32767]);
});

test('its spectrogram is bright at the pitch of a tone', () => {
  const samples = Float32Array.from({ length: 8000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 2000 * i) / 16000));
  const file = mediaFiles({ kind: 'sound', samples, sampleRate: 16000 });
  const { width, height, data } = decode(bytes(file.kind === 'sound' ? file.spectrogram : ''));
  expect([width, height]).toEqual([47, 64]);
  const column = Array.from({ length: height }, (_, row) => Number(data[row * width + 20]));
  // Rows of 125 Hz from the top: 2,000 Hz is at the border of rows 47 and 48.
  expect([47, 48]).toContain(column.indexOf(Math.max(...column)));
  expect(Math.max(...column)).toBeGreaterThan(250);
});
