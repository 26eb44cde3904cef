import sharp from 'sharp';

/** Side of the thumbnails that are compared, in pixels, and the mean difference of grey levels below which two are alike. */
const THUMBNAIL = 16;
const ALIKE = 12;

const difference = (a, b) => a.reduce((sum, level, i) => sum + Math.abs(level - b[i]), 0) / a.length;

/**
 * Pictures in groups: those that go together by `same`, and those that look alike, directly or through others.
 *
 * @template {{ image: string | Buffer }} Picture a file or its content
 * @param {readonly Picture[]} pictures
 * @param {{ same?: (a: Picture, b: Picture) => boolean, mirrored?: boolean }} [how] `mirrored`: alike as in a mirror is alike
 * @returns {Promise<number[]>} the number of each picture's group
 */
export async function groupsOf(pictures, { same = () => false, mirrored = false } = {}) {
  const thumbnail = (picture) => picture.greyscale().resize(THUMBNAIL, THUMBNAIL, { fit: 'fill' }).raw().toBuffer();
  const onWhite = ({ image }) => sharp(image).flatten({ background: 'white' });
  const thumbnails = await Promise.all(pictures.map((picture) => thumbnail(onWhite(picture))));
  const mirrors = mirrored ? await Promise.all(pictures.map((picture) => thumbnail(onWhite(picture).flop()))) : thumbnails;
  const alike = (i, j) => difference(thumbnails[i], thumbnails[j]) < ALIKE || difference(mirrors[i], thumbnails[j]) < ALIKE;
  const groups = pictures.map((_, i) => i);
  for (let i = 0; i < pictures.length; i++) {
    for (let j = 0; j < i; j++) {
      if (groups[i] === groups[j] || !(same(pictures[i], pictures[j]) || alike(i, j))) continue;
      const [from, to] = [groups[i], groups[j]];
      groups.forEach((group, k) => group === from && (groups[k] = to));
    }
  }
  return groups;
}

/**
 * The split of each group, dealt within the kind of its first picture, so that kinds are as frequent in each split.
 *
 * @param {readonly number[]} groups of {@link groupsOf}
 * @param {readonly { kind: string }[]} pictures
 * @param {(things: number[]) => Record<string, number[]>} deal
 * @returns {Map<number, string>}
 */
export function splitsOfGroups(groups, pictures, deal) {
  const kinds = [...new Set(pictures.map(({ kind }) => kind))];
  return new Map(
    kinds.flatMap((kind) => {
      const bySplit = deal([...new Set(groups)].filter((group) => pictures[group].kind === kind));
      return Object.entries(bySplit).flatMap(([split, of]) => of.map((group) => /** @type {[number, string]} */ ([group, split])));
    }),
  );
}
