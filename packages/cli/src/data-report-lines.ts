import type { DataReport, Finding } from '@cmg/core';
import { aligned } from './aligned.js';
import type { Colours } from './terminal.js';

/** Findings that are shown of each level; `--json` has all. */
const SHOWN = 20;

/**
 * A check's result for a person: a table of splits, one of classes, findings, and what to fetch.
 *
 * @param url where the data set is described
 * @param missing files and folders that are not there, and what is in them
 */
export function dataReportLines(
  report: DataReport,
  url: string | undefined,
  missing: Readonly<Record<string, string>>,
  colours: Colours,
): string[] {
  const count = (level: Finding['level']) => report.findings.filter((finding) => finding.level === level).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const verdict = errors > 0 ? colours.red(`${errors} ${plural(errors, 'error')}`) : colours.green('fine');
  return [
    ...splitTable(report),
    ...classTable(report),
    ...findingLines(report, 'error', colours.red),
    ...findingLines(report, 'warning', colours.yellow),
    ...originLines(url, missing),
    `${verdict}${warnings > 0 ? `, ${warnings} ${plural(warnings, 'warning')}` : ''}; ${report.arrays} ${plural(report.arrays, 'array')} of features read`,
  ];
}

const plural = (count: number, noun: string): string => (count === 1 ? noun : `${noun}s`);

function splitTable({ splits }: DataReport): string[] {
  const rows = Object.entries(splits).map(([name, { clips, modalities, classes }]) => {
    const present = Object.values(classes).filter((n) => n > 0).length;
    return [name, String(clips), String(present), modalities.join(', ')];
  });
  return rows.length === 0 ? [] : [...aligned([['split', 'clips', 'classes', 'modalities'], ...rows]), ''];
}

/** Clips of each class per split. */
function classTable({ splits }: DataReport): string[] {
  const names = Object.keys(splits);
  const classes = [...new Set(Object.values(splits).flatMap((split) => Object.keys(split.classes)))];
  if (classes.length === 0) return [];
  return [
    ...aligned([
      ['class', ...names],
      ...classes.map((label) => [label, ...names.map((name) => String(splits[name]?.classes[label] ?? 0))]),
    ]),
    '',
  ];
}

function findingLines({ findings }: DataReport, level: Finding['level'], colour: Colours['red']): string[] {
  const own = findings.filter((finding) => finding.level === level);
  const lines = own
    .slice(0, SHOWN)
    .flatMap(({ where, what, hint }) => [`${colour(level)}: ${where}: ${what}`, ...(hint === undefined ? [] : [`  ${hint}`])]);
  return own.length > SHOWN
    ? [...lines, `  ... and ${own.length - SHOWN} more: --json lists all`, '']
    : own.length > 0
      ? [...lines, '']
      : [];
}

function originLines(url: string | undefined, missing: Readonly<Record<string, string>>): string[] {
  const files = Object.entries(missing);
  if (files.length === 0) return [];
  return [
    `${url === undefined ? '' : `The data set is described at ${url}. `}These files are not there:`,
    ...aligned(files).map((line) => `  ${line}`),
    '',
  ];
}
