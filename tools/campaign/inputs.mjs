/** Small recordings, features and configs that the campaign works on. */
import { encodeNpy } from '@cmg/formats';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A WAV file of 16-bit samples. */
export function wav(samples, { rate = 16_000, channels = 1 } = {}) {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + 2 * samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(2 * channels * rate, 28);
  head.writeUInt16LE(2 * channels, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(2 * samples.length, 40);
  return Buffer.concat([head, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)]);
}

/** Sounds of two seconds with a sentence each. @returns their table */
export function recordings(folder, clips) {
  mkdirSync(folder, { recursive: true });
  const rows = Array.from({ length: clips }, (_, i) => {
    writeFileSync(join(folder, `${i}.wav`), wav(Int16Array.from({ length: 32_000 }, (_, t) => 8000 * Math.sin(t * (0.02 + 0.001 * i)))));
    return `c${i},train,l${i % 3},${i}.wav,number ${i} is a sound`;
  });
  const file = join(folder, 'clips.csv');
  writeFileSync(file, ['id,split,label,audio,text', ...rows, ''].join('\n'));
  return file;
}

const SHAPES = { audio: [4, 12], text: [4, 10] };

/** Values of an array of clips, which differ from clip to clip. */
export function features(clips, modality) {
  const shape = [clips, ...SHAPES[modality]];
  const size = shape.reduce((a, b) => a * b, 1);
  return Buffer.concat(encodeNpy({ shape, data: Float32Array.from({ length: size }, (_, i) => Math.sin(1 + i * 0.37)) }));
}

/** A folder of features with a manifest, for the data set `folder`. */
export function featureFolder(folder) {
  const rows = ['id,split,label,audio,text'];
  for (const modality of Object.keys(SHAPES)) mkdirSync(join(folder, modality), { recursive: true });
  for (const [split, clips] of Object.entries({ train: 48, val: 16, test: 16 })) {
    for (let clip = 0; clip < clips; clip++) {
      const files = Object.entries(SHAPES).map(([modality, shape]) => {
        const file = `${modality}/${split}-${clip}.npy`;
        const data = Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => Math.sin(1 + (clip % 4) * 1.7 + i * 0.37 + clip));
        writeFileSync(join(folder, file), Buffer.concat(encodeNpy({ shape, data })));
        return file;
      });
      rows.push([`${split}-${clip}`, split, `class${clip % 4}`, ...files].join());
    }
  }
  writeFileSync(join(folder, 'manifest.csv'), `${rows.join('\n')}\n`);
}

/** A config on such a folder that trains in seconds. */
export function tinyConfig(file, root, { name = 'tiny', epochs = 20 } = {}) {
  const small = { layers: 1, heads: 2, feedForward: 8, specificWidth: 4 };
  const config = {
    name,
    data: { use: 'folder', root },
    modalities: [
      { use: 'audio', ...small },
      { use: 'text', ...small, lstmWidth: 4, lstmLayers: 1 },
    ],
    width: 8,
    codebook: { size: 8 },
    objectives: [
      'reconstruction',
      'commitment',
      'cross-commitment',
      { use: 'club', hidden: 4 },
      'cross-cpc',
      'cmcm',
      'mm-ema',
      'code-reset',
    ],
    training: { epochs, batchSize: 8, logEvery: 2 },
    tasks: [{ use: 'classification', hidden: 4, epochs: 2 }],
  };
  writeFileSync(file, JSON.stringify(config, null, 1));
  return file;
}
