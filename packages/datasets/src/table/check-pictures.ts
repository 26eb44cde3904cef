import type { ClipTable } from './clip-table.js';
import { inParallel } from '../arrays/in-parallel.js';
import { attempt, type FindingReporter } from './finding-reporter.js';

/** Clips whose pictures are read concurrently. */
const AHEAD = 4;

/** Reads the frames and masks of every clip whose files all exist. */
export async function checkPictures(
  { pictures, splits }: ClipTable,
  readable: (file: string) => boolean,
  report: FindingReporter,
  onProgress: (done: number) => void,
): Promise<void> {
  if (pictures === undefined) return;
  for (const [name, { clips, companions }] of Object.entries(splits)) {
    const rows = Array.from({ length: clips }, (_, clip) => clip).filter((clip) => companions?.(clip).every(readable));
    let done = 0;
    await inParallel(rows, AHEAD, async (clip) => {
      await attempt(report, () => pictures.frames(name, [clip], pictures.shape[0]));
      await attempt(report, () => pictures.masks(name, [clip], pictures.masked[name] ?? 0));
      onProgress(++done / rows.length);
    });
  }
}
