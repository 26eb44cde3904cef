import type { SplitSummary } from '@cmg/core';
import { locatorText } from '../arrays/locator.js';
import type { ClipSplit, ClipTable } from './clip-table.js';
import { attempt, type FindingReporter } from './finding-reporter.js';

/** Reads the labels of each split and counts its clips and classes. */
export async function summarise(table: ClipTable, report: FindingReporter): Promise<Record<string, SplitSummary>> {
  const summaries: Record<string, SplitSummary> = {};
  for (const [name, split] of Object.entries(table.splits)) {
    if (split.clips === 0) report.error(`split '${name}'`, 'has no clips');
    const classes = (await attempt(report, () => countClasses(table, split))) ?? {};
    summaries[name] = { clips: split.clips, modalities: Object.keys(split.locate), classes };
  }
  return summaries;
}

async function countClasses({ classes }: ClipTable, { labels }: ClipSplit): Promise<Record<string, number>> {
  const counts = Object.fromEntries(classes.map((name) => [name, 0]));
  for (const label of (await labels?.())?.clipClasses ?? []) {
    const name = classes[label];
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** Warns if a data set is smaller or larger than the published one. */
export function reportPublished({ classes, splits, published }: ClipTable, report: FindingReporter): void {
  if (published === undefined) return;
  if (published.classes !== undefined && published.classes !== classes.length) {
    report.warning('classes', `there are ${classes.length}; published: ${published.classes}`);
  }
  for (const [name, { clips }] of Object.entries(splits)) {
    const count = published.splits[name];
    if (count !== undefined && count !== clips) report.warning(`split '${name}'`, `has ${clips} clips; published: ${count}`);
  }
}

/** A clip in two splits would be both trained on and measured. */
export function reportShared({ splits }: ClipTable, report: FindingReporter): void {
  const owners = new Map<string, string>();
  for (const [name, { clips, locate, origin }] of Object.entries(splits)) {
    const [locator] = Object.values(locate);
    for (let clip = 0; clip < clips && locator !== undefined; clip++) {
      const from = locator(clip);
      if (from === undefined) continue;
      const array = locatorText(from);
      const owner = owners.get(array) ?? name;
      owners.set(array, owner);
      if (owner !== name) report.warning(origin(clip), `its clip is also in split '${owner}'`);
    }
  }
}
