import type { TransferResult } from '@cmg/tasks';
import { timelineChart, type TimelineRow } from '../charts/timeline-chart.js';
import { html, type Markup } from '../page/html.js';
import { modalityColour } from '../page/modality-style.js';
import type { ReportData } from '../report-data.js';

/** Truth and predictions over time for the clips that a task kept, from the first seed of the last run. */
export function timelines({ modalities, runs }: ReportData, task: string): Markup {
  const run = runs.at(-1);
  const results = run?.seeds[0]?.transfer.filter((row) => row.task === task && row.measures.timelines?.length) ?? [];
  if (run === undefined || results.length === 0) return html``;
  // The same number is a different clip in another split.
  const clips = new Map(
    results.flatMap(({ split, measures }) => (measures.timelines ?? []).map(({ clip }) => [`${split} ${clip}`, { split, clip }])),
  );
  return html`<h3>Events over time</h3>
<p>Some clips with ${run.label}: for each measured modality, the truth in grey, and below it the predictions of heads trained on each of the modalities.</p>
<div class="grid panels">${[...clips.values()].map(({ split, clip }) =>
    figure(
      results.filter((row) => row.split === split),
      clip,
      modalities,
    ),
  )}</div>`;
}

function figure(results: readonly TransferResult[], clip: number, modalities: readonly string[]): Markup {
  const found = results.flatMap((row) =>
    (row.measures.timelines ?? []).filter((timeline) => timeline.clip === clip).map((timeline) => ({ row, timeline })),
  );
  const measured = modalities.filter((name) => found.some(({ row }) => row.to === name));
  const rows = measured.flatMap((to): TimelineRow[] => {
    const own = found.filter(({ row }) => row.to === to);
    const predictions = own.map(({ row, timeline }) => ({
      label: `${row.from} → ${to}`,
      events: timeline.predicted,
      colour: modalityColour(modalities.indexOf(row.from)),
    }));
    return [{ label: to, events: own[0]?.timeline.truth ?? [], colour: 'var(--soft)' }, ...predictions];
  });
  const title = `clip ${clip} of ${results[0]?.split ?? ''}`;
  return html`<figure>${timelineChart(`events of ${title}`, rows, found[0]?.timeline.segments ?? 1)}<figcaption>Clip ${clip} of split '${results[0]?.split ?? ''}'</figcaption></figure>`;
}
