import type { Labels } from '@cmg/core';
import { type CsvRow, readCsv } from '@cmg/formats';
import type { Locator } from '../arrays/locator.js';
import type { ClipSplit } from '../table/clip-table.js';
import { isFileName } from '../table/is-file-name.js';
import { attempt, type FindingReporter } from '../table/finding-reporter.js';
import { SEGMENTS } from './shapes.js';

/** Number of characters of a file name that form the clip's id. */
const ID_LENGTH = 11;
const COLUMNS = ['filename', 'onset', 'offset', 'event_labels'];

interface Event {
  /** Index of the class. */
  readonly label: number;
  /** Segments [onset, offset). */
  readonly onset: number;
  readonly offset: number;
}

interface Clip {
  readonly id: string;
  readonly where: string;
  readonly events: readonly Event[];
}

/**
 * The clips of one of LLP's tables, each of which lists the events of one modality: tab-separated, one row per clip, with
 * comma-separated onsets, offsets (segments, exclusive) and classes; events may overlap.
 */
export async function llpSplit(
  file: string,
  modality: string,
  locate: (id: string) => Locator,
  classes: readonly string[],
  report: FindingReporter,
): Promise<ClipSplit> {
  const rows = (await attempt(report, () => readCsv(file, { columns: COLUMNS, delimiter: '\t' }, report))) ?? [];
  const clips = rows.flatMap((row) => parseClip(row, classes, report));
  return {
    clips: clips.length,
    origin: (clip) => clips[clip]!.where,
    locate: { [modality]: (clip) => locate(clips[clip]!.id) },
    labels: async () => labelsOf(clips, modality, classes.length),
  };
}

function parseClip({ where, fields }: CsvRow, classes: readonly string[], report: FindingReporter): Clip[] {
  const id = (fields['filename'] ?? '').slice(0, ID_LENGTH);
  const [onsets, offsets, names] = ['onset', 'offset', 'event_labels'].map((column) =>
    (fields[column] ?? '').split(',').map((part) => part.trim()),
  ) as [string[], string[], string[]];
  if (id.length < ID_LENGTH || !isFileName(id, where, report)) {
    report.error(where, `filename '${fields['filename']}' does not start with an id of ${ID_LENGTH} characters`);
    return [];
  }
  if (onsets.length !== names.length || offsets.length !== names.length) {
    report.error(
      where,
      `has ${onsets.length} onsets, ${offsets.length} offsets and ${names.length} labels; expected the same number of each`,
    );
    return [];
  }
  const events = names.map((name, i) => ({ label: classes.indexOf(name), name, onset: Number(onsets[i]), offset: Number(offsets[i]) }));
  let right = true;
  for (const { label, name, onset, offset } of events) {
    const ordered = Number.isInteger(onset) && Number.isInteger(offset) && onset >= 0 && onset < offset && offset <= SEGMENTS;
    if (label < 0) report.error(where, `unknown class '${name}'`);
    if (!ordered)
      report.error(where, `'${name}' lasts from ${onset} to ${offset}; expected whole segments, 0 <= onset < offset <= ${SEGMENTS}`);
    right &&= label >= 0 && ordered;
  }
  return right ? [{ id, where, events }] : [];
}

/** A clip's class is that of its first event; a segment's first class is that of the first event in the row that covers it. */
function labelsOf(clips: readonly Clip[], modality: string, classes: number): Labels {
  const segments = new Int32Array(clips.length * SEGMENTS).fill(-1);
  const events = new Uint8Array(clips.length * SEGMENTS * classes);
  clips.forEach(({ events: own }, clip) => {
    for (const { label, onset, offset } of own) {
      for (let at = clip * SEGMENTS + onset; at < clip * SEGMENTS + offset; at++) {
        events[at * classes + label] = 1;
        if (segments[at] === -1) segments[at] = label;
      }
    }
  });
  return {
    clipClasses: Int32Array.from(clips, ({ events: own }) => own[0]!.label),
    segmentClasses: { [modality]: segments },
    events: { [modality]: events },
  };
}
