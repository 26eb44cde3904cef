/** clips.csv and recordings/: 24 clips of ten seconds, a tone, a square and a sentence each, low or high; and bell.wav, one more sound. */
import { mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';

const RATE = 16000;
const SECONDS = 10;

/** A mono WAV file of a tone in the middle of silence. */
function wav(hertz) {
  const samples = Int16Array.from({ length: RATE * SECONDS }, (_, i) => {
    const second = i / RATE;
    return second < 3 || second >= 7 ? 0 : 8000 * Math.sin(2 * Math.PI * hertz * second);
  });
  const header = Buffer.alloc(44);
  header.write('RIFF');
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22); // channels
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(2 * RATE, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}

/** A PNG file of a bright square, at the top or at the bottom. */
function png(high, size) {
  const filled = (side, background) => ({ create: { width: side, height: side, channels: /** @type {const} */ (3), background } });
  return sharp(filled(56, '#111'))
    .composite([{ input: filled(size, '#eee'), left: 20, top: high ? 4 : 52 - size }])
    .png()
    .toBuffer();
}

await mkdir('recordings', { recursive: true });
const rows = ['id,split,label,audio,image,text'];
for (let clip = 0; clip < 24; clip++) {
  const split = clip < 16 ? 'train' : clip < 20 ? 'val' : 'test';
  const high = clip % 2 === 1;
  const name = `recordings/c${clip}`;
  await writeFile(`${name}.wav`, wav((high ? 880 : 220) + 10 * clip));
  await writeFile(`${name}.png`, await png(high, 12 + (clip % 8)));
  rows.push(`c${clip},${split},${high ? 'high' : 'low'},${name}.wav,${name}.png,a ${high ? 'high' : 'low'} tone number ${clip}`);
}
await writeFile('clips.csv', `${rows.join('\n')}\n`);
await writeFile('bell.wav', wav(880));
