import type { ExtractorSession } from '@cmg/core';
import { WordDescriber, type WordTable } from './word-table.js';

/** Describes the words of texts by a table. */
export function tableSession(table: WordTable): ExtractorSession<'text'> {
  const describer = new WordDescriber(table);
  return {
    format: { kind: 'text' },
    featureShape: [table.width],
    fingerprint: '1',
    extract: async (media, onNote) => describer.describe(media, onNote),
    dispose: () => undefined,
  };
}
