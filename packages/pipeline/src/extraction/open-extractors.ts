import { CmgError, type Components, type PerModality } from '@cmg/core';
import { openExtractor, type OpenExtractor, type PlacedRow } from '@cmg/media';
import { columnsOf, segmentsNotes } from './columns-of.js';
import type { ExtractMediaOptions } from './extract.js';
import { loadExtractor } from './load-extractor.js';

/**
 * Opens an extractor for each modality that a manifest has a column of, or that is asked for; the caller disposes of their sessions.
 *
 * @throws CmgError of kind `usage` where there is no such column, or an extractor is unknown or unusable
 */
export async function openExtractors(
  { modalities: plugins }: Components,
  rows: readonly PlacedRow[],
  {
    manifest,
    modalities,
    extractors: wanted = new Map(),
    onNote,
  }: Pick<ExtractMediaOptions, 'manifest' | 'modalities' | 'extractors' | 'onNote'>,
): Promise<PerModality<OpenExtractor>> {
  const known = [...new Set([...plugins.names, ...plugins.absent.keys(), ...wanted.keys(), ...(modalities ?? [])])];
  const { present, notes } = columnsOf(manifest, rows, known);
  const names = modalities ?? present;
  for (const note of [...notes, ...segmentsNotes(manifest, rows)]) onNote?.(note);
  if (names.length === 0) {
    const hint = `Name a column after each: ${known.join(', ')}, or image (for video).`;
    throw new CmgError('the manifest has no column of a modality', { kind: 'usage', where: manifest, hint });
  }
  const unused = [...wanted.keys()].find((name) => !names.includes(name));
  if (unused !== undefined) {
    throw new CmgError(`an extractor is given for '${unused}', which is not extracted`, {
      kind: 'usage',
      hint: `Extracted: ${names.join(', ')}.`,
    });
  }
  const open: [string, OpenExtractor][] = [];
  try {
    for (const name of names) {
      const plugin = wanted.has(name) && !plugins.has(name) ? { name } : plugins.get(name);
      open.push([name, await openExtractor(plugin, wanted.get(name), loadExtractor)]);
    }
  } catch (error) {
    for (const [, { session }] of open) session.dispose();
    throw error;
  }
  return Object.fromEntries(open);
}
