import { spawnSync } from 'node:child_process';
import { ACCENTS, TIMBRES } from '../speech/voices.mjs';
import { splitsOf } from './split-of.mjs';

/** Timbres by split: who is heard in one is heard in no other. */
const timbres = splitsOf(TIMBRES);

/**
 * How a clip is spoken: one of its split's voices, its speed in words a minute, and its pitch.
 *
 * @param {string} split
 * @param {number} clip
 * @param {readonly string[]} accents of espeak-ng, or languages
 */
export function voiceOf(split, clip, accents = ACCENTS) {
  const of = timbres[split];
  return {
    voice: `${accents[clip % accents.length]}+${of[(7 * clip) % of.length]}`,
    speed: 130 + ((clip * 37) % 70),
    pitch: 30 + ((clip * 23) % 45),
  };
}

/**
 * Has espeak-ng say a text, as a WAV file.
 *
 * @param {string} text
 * @param {string} file
 * @param {{ voice: string, speed: number, pitch: number }} how
 */
export function speak(text, file, { voice, speed, pitch }) {
  const { error, status, stderr } = spawnSync('espeak-ng', ['-v', voice, '-s', `${speed}`, '-p', `${pitch}`, '-w', file, text], {
    encoding: 'utf8',
  });
  if (error || status !== 0) throw new Error(`espeak-ng (apt-get install espeak-ng): ${error?.message ?? stderr}`);
}
