import type { DataProgress } from '@cmg/pipeline';
import type { Terminal } from './terminal.js';

/** Tells once of each kind of slow work on data. */
export function dataProgress(terminal: Terminal): DataProgress {
  const told = new Set<string>();
  return (reader, what) => {
    const line = `${reader}: ${what}`;
    if (told.has(line)) return;
    told.add(line);
    terminal.note(line);
  };
}
