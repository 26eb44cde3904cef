import { join } from 'node:path';
import { writeFileAtomic } from '@cmg/formats';

/**
 * Writes `clips.csv` of a folder, and `packages.txt`, of which packages the clips were made; prints how many clips each split has.
 *
 * @param {string} folder
 * @param {readonly Record<string, string>[]} clips all with the same keys: id, split, label, and the modalities
 * @param {readonly string[]} packages a line for each
 */
export async function writeManifest(folder, clips, packages) {
  const lines = [Object.keys(clips[0]), ...clips.map((clip) => Object.values(clip))].map((cells) => `${cells.join(',')}\n`);
  await writeFileAtomic(join(folder, 'packages.txt'), packages.map((line) => `${line}\n`).join(''));
  await writeFileAtomic(join(folder, 'clips.csv'), lines.join(''));
  const of = (split) => clips.filter((clip) => clip.split === split).length;
  console.log(`${join(folder, 'clips.csv')}: ${of('train')} training, ${of('val')} validation and ${of('test')} test clips`);
}
