import type { Length } from '../length/fit-clip.js';
import type { FinishedClip } from './journal.js';

/** What is said of clips of which another has the same features, a line for each of the modalities; by id, whichever was extracted first. */
export function sameFeatures(clips: Iterable<FinishedClip>, modalities: readonly string[]): string[] {
  const all = [...clips].sort((a, b) => (a.id < b.id ? -1 : 1));
  return modalities.flatMap((modality) => {
    const byContent = new Map<string, string[]>();
    for (const { id, files } of all) {
      for (const [file, hash] of Object.entries(files)) {
        if (file.startsWith(`${modality}/`)) byContent.set(hash, [...(byContent.get(hash) ?? []), id]);
      }
    }
    const shared = [...byContent.values()].filter((ids) => ids.length > 1);
    const [first = []] = shared;
    const count = shared.reduce((sum, ids) => sum + ids.length, 0);
    const which = `the first: '${first[0] ?? ''}' and '${first[1] ?? ''}'`;
    return count === 0 ? [] : [`${modality}: ${count} of ${all.length} clips have the same features as another, ${which}`];
  });
}

/** What is said of clips that are mostly much shorter, or longer, than T segments; nothing where their length is not padded or cut. */
export function lengthNotes(lengths: readonly number[], segments: number, length: Length): string[] {
  const sorted = [...lengths].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  if (median === undefined || length !== 'pad' || (median <= segments && 2 * median >= segments)) return [];
  const what = median > segments ? 'most lose what is beyond' : 'most of a clip is padding';
  return [
    `clips have ${sorted[0] ?? 0} to ${sorted.at(-1) ?? 0} segments, half of them ${median} or more, and T is ${segments}: ${what}; \`--segments ${median}\` fits them`,
  ];
}
