import { CmgError } from '@cmg/core';
import { readRows, type TableRow } from '@cmg/formats';
import type { FindingReporter } from '../table/finding-reporter.js';

/** One clip of a user's own data. */
export interface ManifestClip {
  /** `manifest.csv:17`, for messages. */
  readonly where: string;
  readonly id: string;
  readonly split: string;
  /** Empty if the clip has none. */
  readonly label: string;
  /** The label's event lasts from onset to offset, in segments; undefined: the whole clip. */
  readonly event: readonly [onset: number, offset: number] | undefined;
  /** How many of the rows of its features are its segments, at most; undefined: all. */
  readonly segments: number | undefined;
  /** Path of the features per modality, as in the manifest; empty if the clip has none. */
  readonly paths: Readonly<Record<string, string>>;
}

const RESERVED = ['id', 'split', 'label', 'onset', 'offset', 'segments'];

/**
 * Reads a manifest, CSV with a header or JSON Lines (`.jsonl`): `id` and a path per modality, in a column of its name; `split`
 * (default: train), `label`, `onset`, `offset` and `segments` are optional.
 */
export async function readManifest(file: string, report: FindingReporter): Promise<ManifestClip[]> {
  const rows = await readRows(file, ['id'], report);
  const modalities = new Set(rows.flatMap(({ fields }) => Object.keys(fields)).filter((name) => !RESERVED.includes(name)));
  if (modalities.size === 0)
    throw new CmgError('has no column of features', { where: file, hint: 'Add a column per modality: audio, video, text.' });
  const seen = new Map<string, string>();
  return rows.flatMap(({ where, fields }) => {
    const { id = '', split = '', label = '' } = fields;
    const first = seen.get(id);
    if (id === '' || first !== undefined) {
      report.error(where, id === '' ? 'has no id' : `repeats the id '${id}' of ${first}`);
      return [];
    }
    seen.set(id, where);
    const paths = Object.fromEntries([...modalities].map((name) => [name, fields[name] ?? '']));
    return [
      {
        where,
        id,
        split: split || 'train',
        label,
        event: eventOf(fields, where, report),
        segments: segmentsOf(fields, where, report),
        paths,
      },
    ];
  });
}

function eventOf({ onset = '', offset = '' }: TableRow['fields'], where: string, report: FindingReporter): ManifestClip['event'] {
  if (onset === '' && offset === '') return undefined;
  const [from, to] = [Number(onset || NaN), Number(offset || NaN)];
  if (from >= 0 && from < to) return [from, to];
  report.error(where, `its event lasts from '${onset}' to '${offset}'; expected numbers, 0 <= onset < offset`);
  return undefined;
}

function segmentsOf({ segments = '' }: TableRow['fields'], where: string, report: FindingReporter): number | undefined {
  if (segments === '') return undefined;
  const count = Number(segments);
  if (Number.isInteger(count) && count > 0) return count;
  report.error(where, `has '${segments}' segments; expected a whole number from 1 on, or nothing for all that there are`);
  return undefined;
}
