/**
 * A corpus of named pictures: what kind of thing each shows, a voice that says so, and its name.
 *
 *     apt-get install pysiogame espeak-ng && node tools/real-clips/build-pictures.mjs OUT
 *
 * or, without installing pysiogame, `apt-get download pysiogame`, `dpkg -x pysiogame*.deb FOLDER`, and FOLDER after OUT.
 *
 * Writes OUT/clips.csv, OUT/audio/ID.wav and OUT/video/ID.jpg. A label is one of nine kinds of things; `text` is the name. The
 * voice says kind and name ("animal: dog"); voices of a split are heard in no other. Pictures that are alike, and all
 * pictures of a name, are in one split. The same packages give the same clips.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { speak, voiceOf } from './speak.mjs';
import { splitsOf } from './split-of.mjs';
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
/** Side of the thumbnails that are compared, in pixels, and the mean difference of grey levels below which two are alike. */
const THUMBNAIL = 16;
const ALIKE = 12;

const [out, root = '/'] = process.argv.slice(2);
if (out === undefined) throw new Error('usage: node tools/real-clips/build-pictures.mjs OUT [ROOT_OF_UNPACKED_PYSIOGAME]');

const folder = join(root, 'usr/share/games/pysiogame/res/images/art4apps');
const pictures = Object.entries(KINDS).flatMap(([kind, folders]) =>
  folders.flatMap((name) =>
    readdirSync(join(folder, name)).map((file) => ({
      kind,
      name: file.replace('.jpg', '').replaceAll('_', ' '),
      file: join(folder, name, file),
    })),
  ),
);

/** Pictures in groups: those of a name, and those alike, directly or through others. */
async function groupsOf(all) {
  const thumbnails = await Promise.all(
    all.map(({ file }) =>
      sharp(file).flatten({ background: 'white' }).greyscale().resize(THUMBNAIL, THUMBNAIL, { fit: 'fill' }).raw().toBuffer(),
    ),
  );
  const difference = (a, b) => a.reduce((sum, level, i) => sum + Math.abs(level - b[i]), 0) / a.length;
  const groups = all.map((_, i) => i);
  for (let i = 0; i < all.length; i++) {
    for (let j = 0; j < i; j++) {
      if (groups[i] === groups[j]) continue;
      if (all[i].name !== all[j].name && difference(thumbnails[i], thumbnails[j]) >= ALIKE) continue;
      const [from, to] = [groups[i], groups[j]];
      groups.forEach((group, k) => group === from && (groups[k] = to));
    }
  }
  return groups;
}

const groups = await groupsOf(pictures);
/** Groups are dealt to splits by the kind of their first picture, so that kinds are as frequent in each. */
const splits = new Map(
  Object.keys(KINDS).flatMap((kind) => {
    const bySplit = splitsOf([...new Set(groups)].filter((group) => pictures[group].kind === kind));
    return Object.entries(bySplit).flatMap(([split, of]) => of.map((group) => [group, split]));
  }),
);

for (const modality of ['audio', 'video']) mkdirSync(join(out, modality), { recursive: true });
const clips = [];
for (const [i, { kind, name, file }] of pictures.entries()) {
  const split = /** @type {string} */ (splits.get(groups[i]));
  const id = `${kind}-${name.replaceAll(' ', '-')}`;
  const clip = { id, split, label: kind, audio: `audio/${id}.wav`, video: `video/${id}.jpg`, text: name };
  await sharp(file)
    .flatten({ background: 'white' })
    .resize(224, 224, { fit: 'contain', background: 'white' })
    .jpeg({ quality: 90 })
    .toFile(join(out, clip.video));
  speak(`${kind}. ${name}.`, join(out, clip.audio), voiceOf(split, i));
  clips.push(clip);
}
await writeManifest(out, clips);
