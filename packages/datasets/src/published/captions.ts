import { isFileName } from '../table/is-file-name.js';
import type { FindingReporter } from '../table/finding-reporter.js';
import type { ClipSplit } from '../table/clip-table.js';
import type { Locator } from '../arrays/locator.js';

/** A sentence about a recording or picture. */
export interface Caption {
  readonly where: string;
  /** Names the item's feature file. */
  readonly item: string;
}

/**
 * A split in which each clip is an item with one of its captions: an item with five captions makes five clips. The words of
 * an item's k-th caption are looked up as `<item>_<k>`, k from 1.
 */
export function captionSplit(
  captions: readonly Caption[],
  modality: string,
  item: (id: string) => Locator,
  words: ((key: string) => Locator) | undefined,
  report: FindingReporter,
): ClipSplit {
  const seen = new Map<string, number>();
  const clips = captions.flatMap(({ where, item: id }) => {
    if (!isFileName(id, where, report)) return [];
    const number = (seen.get(id) ?? 0) + 1;
    seen.set(id, number);
    return [{ where, id, key: `${id}_${number}` }];
  });
  const numbers = new Map([...seen.keys()].map((id, number) => [id, number]));
  return {
    clips: clips.length,
    origin: (clip) => clips[clip]!.where,
    locate: {
      [modality]: (clip) => item(clips[clip]!.id),
      ...(words && { text: (clip: number) => words(clips[clip]!.key) }),
    },
    recordings: { [modality]: Int32Array.from(clips, ({ id }) => numbers.get(id)!) },
  };
}
