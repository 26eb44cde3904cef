import { join } from 'node:path';
import { writeFileAtomic } from '@cmg/formats';

/**
 * Writes `clips.csv` of a folder, and prints how many clips each split has.
 *
 * @param {string} folder
 * @param {readonly Record<string, string>[]} clips all with the same keys: id, split, label, and the modalities
 */
export async function writeManifest(folder, clips) {
  const lines = [Object.keys(clips[0]), ...clips.map((clip) => Object.values(clip))].map((cells) => `${cells.join(',')}\n`);
  await writeFileAtomic(join(folder, 'clips.csv'), lines.join(''));
  const of = (split) => clips.filter((clip) => clip.split === split).length;
  console.log(`${join(folder, 'clips.csv')}: ${of('train')} training, ${of('val')} validation and ${of('test')} test clips`);
}
