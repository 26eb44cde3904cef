import { forModality } from '@cmg/core';
import { type SplitCodeUse, spread } from '@cmg/tasks';
import type { HeadlineTable } from '../headline/headline-table.js';
import { leadColumn } from '../headline/lead-column.js';
import { html, type Markup } from '../page/html.js';
import type { ReportData } from '../report-data.js';

/** Title, summary and the main numbers, which the rest of the page explains. */
export function overview(data: ReportData, tables: readonly HeadlineTable[]): Markup {
  const tiles = [...tables.map(transferTile), ...codeTiles(data)];
  return html`<header><h1>${data.title}</h1><p>${data.summary}</p>
<div class="tiles">${tiles.map((tile) => tile && html`<div class="tile"><b>${tile.value}</b><span>${tile.about}</span></div>`)}</div></header>`;
}

interface Tile {
  readonly value: Markup;
  readonly about: string;
}

function transferTile(table: HeadlineTable): Tile | undefined {
  const { task, score, columns, rows } = table;
  const at = leadColumn(table);
  const full = at === undefined ? null : rows.at(-1)?.cells[at];
  if (at === undefined || !full) return undefined;
  const baseline = rows.length > 1 ? rows[0] : undefined;
  const before = baseline?.cells[at] ? `; ${baseline.label} ${baseline.cells[at].mean.toFixed(1)}` : '';
  return {
    value: html`${full.mean.toFixed(1)} <small>%</small>`,
    about: `${task} ${score} on unlabelled modalities${before}; chance ${(columns[at]?.chance ?? 0).toFixed(1)}`,
  };
}

function codeTiles({ modalities, runs }: ReportData): (Tile | undefined)[] {
  const seeds = runs.at(-1)?.seeds ?? [];
  if (seeds.length === 0) return [];
  const size = seeds[0]?.codes.size ?? 0;
  const used = spread(seeds.map(({ codes }) => codes.usedByAny)).mean;
  const shared = spread(seeds.map(({ codes }) => 100 * codes.shared)).mean;
  const onShared = spread(seeds.map(({ codes }) => 100 * segmentsOnShared(codes))).mean;
  const seconds = spread(seeds.map((seed) => seed.seconds)).mean;
  return [
    { value: html`${used.toFixed(0)} <small>of ${size}</small>`, about: 'codes in use on held-out clips' },
    {
      value: html`${shared.toFixed(0)} <small>%</small>`,
      about: `of the codes in use serve all of ${modalities.join(', ')}: ${onShared.toFixed(0)} % of their segments`,
    },
    { value: html`${duration(seconds)}`, about: `training of ${runs.at(-1)?.label ?? ''}` },
  ];
}

/** The part of the segments that lie on codes which all modalities use, mean over modalities. */
function segmentsOnShared({ modalities, counts }: SplitCodeUse): number {
  const of = modalities.map((name) => forModality(counts, name));
  const total = (uses: readonly number[]) => uses.reduce((sum, n) => sum + n, 0);
  const shared = (_: number, code: number) => of.every((uses) => (uses[code] as number) > 0);
  return of.reduce((sum, uses) => sum + total(uses.filter(shared)) / Math.max(1, total(uses)), 0) / Math.max(1, of.length);
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds.toFixed(0)} s`;
  return seconds < 5400 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
