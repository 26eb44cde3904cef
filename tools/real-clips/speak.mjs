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
 * @param {number} [rate] in samples a second, by ffmpeg; default: that of the voice
 */
export function speak(text, file, { voice, speed, pitch }, rate) {
  const asked = ['-v', voice, '-s', `${speed}`, '-p', `${pitch}`];
  if (rate === undefined) return void espeak([...asked, '-w', file, text]);
  const how = ['-ar', `${rate}`, '-bitexact', '-map_metadata', '-1', '-y'];
  const { error, status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-i', '-', ...how, file], {
    input: espeak([...asked, '--stdout', text]),
  });
  if (error || status !== 0) throw new Error(`ffmpeg (apt-get install ffmpeg): ${error?.message ?? stderr}`);
}

/** Which espeak-ng speaks. */
export const espeakVersion = () => `${espeak(['--version'])}`.trim().replace(/ {2}Data at:.*$/, '');

/** @param {readonly string[]} args */
function espeak(args) {
  const { error, status, stdout, stderr } = spawnSync('espeak-ng', args);
  if (error || status !== 0) throw new Error(`espeak-ng (apt-get install espeak-ng): ${error?.message ?? stderr}`);
  return stdout;
}
