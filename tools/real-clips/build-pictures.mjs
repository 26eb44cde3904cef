/**
 * A corpus of named pictures: what kind of thing each shows, a voice that says so, and its name.
 *
 *     apt-get install espeak-ng && node tools/real-clips/build-pictures.mjs OUT
 *
 * Writes OUT/clips.csv, OUT/audio/ID.wav and OUT/video/ID.jpg. A label is one of nine kinds of things; `text` is the name. The
 * voice says kind and name ("animal: dog"); voices of a split are heard in no other. Pictures that are alike, and all
 * pictures of a name, are in one split. The same packages give the same clips.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { groupsOf, splitsOfGroups } from './alike.mjs';
import { espeakVersion, speak, voiceOf } from './speak.mjs';
import { splitsOf } from './split-of.mjs';
import { unpacked } from './unpacked.mjs';
import { writeManifest } from './write-manifest.mjs';

/** The package's folders by what they show; kinds that hardly differ, or have few pictures, are one. */
const KINDS = {
  action: ['actions', 'sport'],
  animal: ['animals'],
  body: ['body'],
  clothes: ['clothes_n_accessories'],
  food: ['food'],
  person: ['jobs', 'people'],
  place: ['construction', 'nature'],
  plant: ['fruit_n_veg'],
  vehicle: ['transport'],
};

const [out] = process.argv.slice(2);
if (out === undefined) throw new Error('usage: node tools/real-clips/build-pictures.mjs OUT');
const { root, versions } = unpacked(['pysiogame']);

const folder = join(root, 'usr/share/games/pysiogame/res/images/art4apps');
const pictures = Object.entries(KINDS).flatMap(([kind, folders]) =>
  folders.flatMap((name) =>
    readdirSync(join(folder, name))
      .sort()
      .map((file) => ({ kind, name: file.replace('.jpg', '').replaceAll('_', ' '), image: join(folder, name, file) })),
  ),
);

const groups = await groupsOf(pictures, { same: (a, b) => a.name === b.name });
const splits = splitsOfGroups(groups, pictures, splitsOf);

for (const modality of ['audio', 'video']) mkdirSync(join(out, modality), { recursive: true });
const clips = [];
for (const [i, { kind, name, image }] of pictures.entries()) {
  const split = /** @type {string} */ (splits.get(groups[i]));
  const id = `${kind}-${name.replaceAll(' ', '-')}`;
  const clip = { id, split, label: kind, audio: `audio/${id}.wav`, video: `video/${id}.jpg`, text: name };
  await sharp(image)
    .flatten({ background: 'white' })
    .resize(224, 224, { fit: 'contain', background: 'white' })
    .jpeg({ quality: 90 })
    .toFile(join(out, clip.video));
  speak(`${kind}. ${name}.`, join(out, clip.audio), voiceOf(split, i));
  clips.push(clip);
}
await writeManifest(out, clips, [espeakVersion(), ...versions]);
