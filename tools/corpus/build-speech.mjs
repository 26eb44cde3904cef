/**
 * Speaks the corpus's words with espeak-ng and writes them as log-mel spectrograms:
 *
 *     apt-get install espeak-ng && npx tsc -b packages/modality-audio && node tools/corpus/build-speech.mjs
 *
 * Output: packages/digits/assets/speech.safetensors.gz with
 *   frames [frames, 32] uint8: decibels above silence in steps of half a decibel, all utterances one after the other;
 *   ends [voices, words] int32: the frame after each utterance's last;
 *   metadata: the names of voices (JSON; `accent+timbre`) and words (JSON).
 * The same espeak-ng gives the same file, byte for byte.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logMel, MEL_BANDS, SILENCE } from '@cmg/modality-audio';
import { ACCENTS, TIMBRES } from '../speech/voices.mjs';
import { writeAsset } from './write-asset.mjs';

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const OTHER_WORDS = ['and', 'house', 'look', 'people', 'under', 'water'];
/** Samples below this are silence around the word. */
const QUIET = 0.01;

/** Mono 16-bit sound as samples in [-1, 1]. */
function readWav(bytes) {
  const at = bytes.indexOf('data') + 8;
  const samples = new Float32Array(Math.floor((bytes.length - at) / 2)).map((_, i) => bytes.readInt16LE(at + 2 * i) / 32768);
  return { samples, sampleRate: bytes.readUInt32LE(24) };
}

/** How a voice says each of the words: one wav file a word, then measured. */
function speak(voice, speed, pitch) {
  const say = 'for word; do espeak-ng -v "$0" -s "$SPEED" -p "$PITCH" -w "$FOLDER/$word.wav" "$word" || exit; done';
  execFileSync('sh', ['-c', say, voice, ...words], { env: { ...process.env, SPEED: speed, PITCH: pitch, FOLDER: folder } });
  return words.map((word) => spectrogram(readFileSync(join(folder, `${word}.wav`)), `${voice}: ${word}`));
}

/** The log-mel spectrogram from the first to the last sample that is loud. */
function spectrogram(wav, name) {
  const { samples, sampleRate } = readWav(wav);
  const loud = (sample) => Math.abs(sample) > QUIET;
  const begin = samples.findIndex(loud);
  if (begin < 0) throw new Error(`${name} is silent`);
  return logMel(samples.subarray(begin, samples.findLastIndex(loud) + 1), sampleRate);
}

const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
const words = [...DIGITS, ...OTHER_WORDS];
const voices = TIMBRES.flatMap((timbre) => ACCENTS.map((accent) => `${accent}+${timbre}`));
const utterances = voices.flatMap((voice, i) => speak(voice, 130 + ((i * 37) % 70), 30 + ((i * 23) % 45)));
rmSync(folder, { recursive: true });
const ends = [];
utterances.reduce((total, { frames }) => (ends.push(total + frames), total + frames), 0);
const frames = Uint8Array.from(
  utterances.flatMap(({ data }) => Array.from(data, (level) => Math.min(255, Math.round(2 * (level - SILENCE))))),
);

await writeAsset(
  'speech',
  [
    ['frames', { shape: [frames.length / MEL_BANDS, MEL_BANDS], data: frames }],
    ['ends', { shape: [voices.length, words.length], data: Int32Array.from(ends) }],
  ],
  { voices: JSON.stringify(voices), words: JSON.stringify(words) },
);
