/**
 * A corpus of drawings that people named: parts of faces and clothes of the game KTuberling, in the recordings of its translators.
 *
 *     apt-get install ffmpeg librsvg2-bin && node tools/real-clips/build-drawings.mjs OUT
 *
 * Writes OUT/clips.csv, OUT/audio/*.wav and OUT/video/*.png. A label is one of eleven things. A clip is a drawing with one of the
 * recordings of its name; there are more clips than either. Languages, and thereby who speaks, of a split are met in no other, and
 * drawings that are alike are in one split. The same packages give the same clips.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '@cmg/formats';
import sharp from 'sharp';
import { groupsOf, splitsOfGroups } from './alike.mjs';
import { splitsOf } from './split-of.mjs';
import { unpacked } from './unpacked.mjs';
import { writeManifest } from './write-manifest.mjs';

/** What many languages have a recording of, and the game several drawings. */
const THINGS = ['bow', 'ear', 'earring', 'eye', 'eyebrow', 'hair', 'hat', 'moustache', 'mouth', 'nose', 'shoe'];
/** Clips of each thing. */
const CLIPS = { train: 36, val: 6, test: 14 };
const SIDE = 112;
/** Drawings lie somewhere on a page of this width in pixels. */
const PAGE = 1500;
const RATE = 16_000;

const [out] = process.argv.slice(2);
if (out === undefined) throw new Error('usage: node tools/real-clips/build-drawings.mjs OUT');
const { root, versions } = unpacked(['ktuberling-data']);
const game = join(root, 'usr/share/ktuberling');

/** Elements of a name in one of the game's XML files, as their attributes. */
const elements = (file, name) =>
  [...readFileSync(file, 'utf8').matchAll(new RegExp(`<${name}\\s([^>]*)>`, 'g'))].map(([, text]) =>
    Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
  );
const filesOf = (folder, ending) =>
  readdirSync(join(game, folder))
    .filter((file) => file.endsWith(ending))
    .sort();

/** A drawing of a page, in the middle of a white square. */
async function draw(page, id) {
  const args = [`--export-id=${id}`, `--width=${PAGE}`, '--keep-aspect-ratio', '--background-color=white', page];
  const drawing = await sharp(execFileSync('rsvg-convert', args, { maxBuffer: 1 << 26 }))
    .trim({ background: 'white' })
    .toBuffer();
  return sharp(drawing).resize(SIDE, SIDE, { fit: 'contain', background: 'white' }).flatten({ background: 'white' }).png().toBuffer();
}

const drawings = [];
for (const theme of filesOf('pics', '.theme')) {
  const [{ gameboard }] = elements(join(game, 'pics', theme), 'playground');
  for (const { name, sound } of elements(join(game, 'pics', theme), 'object')) {
    if (THINGS.includes(sound)) drawings.push({ kind: sound, image: await draw(join(game, 'pics', gameboard), name) });
  }
}
const groups = await groupsOf(drawings, { mirrored: true });
const drawn = splitsOfGroups(groups, drawings, splitsOf);

/** A line for each recording; what several files have, as those of Serbian by script and dialect, is one. */
const recordings = new Map();
for (const theme of filesOf('sounds', '.soundtheme')) {
  for (const { name, file } of elements(join(game, 'sounds', theme), 'sound')) {
    const path = join(game, 'sounds', file);
    if (!THINGS.includes(name) || !existsSync(path)) continue;
    const key = createHash('sha256').update(readFileSync(path)).digest('hex');
    if (!recordings.has(key)) recordings.set(key, { kind: name, language: theme.replace(/[.@].*$/, ''), path });
  }
}
const languages = splitsOf([...new Set([...recordings.values()].map(({ language }) => language))]);

/** Writes what a split has of a thing, each recording and each drawing once; returns their paths in OUT. */
async function write(split, kind) {
  const pictures = drawings.filter((drawing, i) => drawing.kind === kind && drawn.get(groups[i]) === split);
  const sounds = [...recordings.values()].filter((recording) => recording.kind === kind && languages[split].includes(recording.language));
  const named = (count, modality, ending) => Array.from({ length: count }, (_, i) => `${modality}/${kind}-${split}-${i}.${ending}`);
  const files = { audio: named(sounds.length, 'audio', 'wav'), video: named(pictures.length, 'video', 'png') };
  for (const [i, { image }] of pictures.entries()) await writeFileAtomic(join(out, files.video[i]), image);
  for (const [i, { path }] of sounds.entries()) {
    const how = ['-ac', '1', '-ar', `${RATE}`, '-bitexact', '-map_metadata', '-1', '-y'];
    execFileSync('ffmpeg', ['-v', 'error', '-i', path, ...how, join(out, files.audio[i])]);
  }
  return files;
}

for (const modality of ['audio', 'video']) mkdirSync(join(out, modality), { recursive: true });
const clips = [];
for (const [split, count] of Object.entries(CLIPS)) {
  for (const kind of THINGS) {
    const { audio, video } = await write(split, kind);
    for (let clip = 0; clip < count; clip++) {
      const [sound, picture] = [audio[Math.floor((clip * audio.length) / count)], video[clip % video.length]];
      clips.push({ id: `${kind}-${split}-${clip}`, split, label: kind, audio: sound, video: picture });
    }
  }
}
await writeManifest(out, clips, versions);
