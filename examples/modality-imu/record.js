/** Makes what a microphone and a sensor at the wrist record of six activities, four seconds each, in the folder `recordings`. */
import { Random } from '@cmg/core';
import { mkdirSync, writeFileSync } from 'node:fs';

/**
 * Strokes a second; pitch [Hz], length [s] and share of noise of their sound; how far each axis swings (acceleration, then rotation) and
 * how fast [Hz].
 */
const ACTIVITIES = {
  hammer: { rate: 1.5, pitch: 900, ring: 0.08, noise: 0.2, swing: [1, 2, 9, 1, 3, 0.5], speed: 4 },
  saw: { rate: 2.2, pitch: 2500, ring: 0.3, noise: 0.9, swing: [6, 1, 1, 0.3, 0.3, 1], speed: 2 },
  drill: { rate: 12, pitch: 420, ring: 0.2, noise: 0.1, swing: [2, 2, 2, 0.5, 0.5, 0.5], speed: 18 },
  walk: { rate: 1.8, pitch: 120, ring: 0.05, noise: 0.5, swing: [1, 0.5, 3, 0.5, 2, 0.5], speed: 3 },
  clap: { rate: 3.5, pitch: 1500, ring: 0.02, noise: 1, swing: [1, 8, 1, 3, 0.5, 0.5], speed: 8 },
  stir: { rate: 1, pitch: 600, ring: 0.5, noise: 0.4, swing: [2, 2, 0.3, 0.2, 0.2, 5], speed: 1 },
};
const CLIPS = { train: 120, test: 60 };
const [SECONDS, SOUND_RATE, MOTION_RATE] = [4, 16000, 50];

const random = new Random(0);
const manifest = ['id,split,label,audio,imu'];
mkdirSync('recordings', { recursive: true });
for (const [split, count] of Object.entries(CLIPS)) {
  for (let clip = 0; clip < count; clip++) {
    const names = Object.keys(ACTIVITIES);
    const label = names[clip % names.length];
    const id = `${split}-${clip}`;
    const { sound, motion } = record(ACTIVITIES[label], random.fork(id));
    writeFileSync(`recordings/${id}.wav`, wav(sound));
    writeFileSync(`recordings/${id}.csv`, motion.map((sample) => sample.map((value) => value.toFixed(3)).join(',')).join('\n'));
    manifest.push(`${id},${split},${label},${id}.wav,${id}.csv`);
  }
}
writeFileSync('recordings/clips.csv', `${manifest.join('\n')}\n`);
console.log(`recordings: ${manifest.length - 1} clips`);

/** Both see the same strokes; tempo, pitch, force and the direction of gravity are this clip's own. */
function record({ rate, pitch, ring, noise, swing, speed }, random) {
  const [tempo, tone, force, start] = [
    rate * random.uniform(0.85, 1.15),
    pitch * random.uniform(0.85, 1.15),
    random.uniform(0.6, 1),
    random.uniform(),
  ];
  const sinceStroke = (t) => ((t * tempo + start) % 1) / tempo;
  const gravity = [random.normal(), random.normal(), 9.8 + random.normal(), 0, 0, 0];
  const sound = Float32Array.from({ length: SECONDS * SOUND_RATE }, (_, i) => {
    const since = sinceStroke(i / SOUND_RATE);
    const wave = (1 - noise) * Math.sin(2 * Math.PI * tone * since) + noise * random.uniform(-1, 1);
    return 0.5 * force * Math.exp(-since / ring) * wave + random.uniform(-0.005, 0.005);
  });
  const motion = Array.from({ length: SECONDS * MOTION_RATE }, (_, i) => {
    const since = sinceStroke(i / MOTION_RATE);
    const wave = force * Math.exp(-since / 0.3) * Math.sin(2 * Math.PI * speed * since);
    return swing.map((far, axis) => gravity[axis] + far * wave + random.normal(0, 0.3));
  });
  return { sound, motion };
}

/** 16 bits, one channel. */
function wav(samples) {
  const file = Buffer.alloc(44 + 2 * samples.length);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SOUND_RATE, 24);
  file.writeUInt32LE(2 * SOUND_RATE, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) => file.writeInt16LE(Math.round(32767 * Math.max(-1, Math.min(1, sample))), 44 + 2 * i));
  return file;
}
