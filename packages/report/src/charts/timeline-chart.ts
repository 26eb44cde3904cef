import type { ClipEvent } from '@cmg/core';
import { html, type Markup } from '../page/html.js';
import { linearScale } from './scale.js';

export interface TimelineRow {
  readonly label: string;
  readonly events: readonly ClipEvent[];
  /** A CSS colour. */
  readonly colour: string;
}

const [WIDTH, LEFT, LANE, GAP, TOP] = [340, 100, 16, 5, 4];
/** Approximate width of a letter. */
const LETTER = 6;

/** Events over the segments of a clip, one row per source; simultaneous events of a row are stacked. */
export function timelineChart(title: string, rows: readonly TimelineRow[], segments: number): Markup {
  const x = linearScale(0, segments, LEFT, WIDTH);
  let top = TOP;
  const placed = rows.map((row) => {
    const lanes = lanesOf(row.events, segments);
    const at = top;
    top += lanes.length * LANE + GAP;
    return { row, lanes, at };
  });
  const grid = Array.from({ length: segments + 1 }, (_, t) => html`<path class="axis" d="M${x(t)} 0V${top}"/>`);
  return html`<svg viewBox="0 0 ${WIDTH} ${top + 14}" role="img" aria-label="${title}">${grid}
${placed.map(({ row, lanes, at }) => html`<text x="${LEFT - 8}" y="${at + 12}" text-anchor="end">${row.label}</text>${lanes.map((lane, i) => lane.map((event) => bar(event, at + i * LANE, x, row.colour, segments)))}`)}
<text x="${LEFT}" y="${top + 12}">0</text><text x="${WIDTH}" y="${top + 12}" text-anchor="end">${segments} segments</text></svg>`;
}

const spanOf = ({ segments: own }: ClipEvent, segments: number): readonly [number, number] => own ?? [0, segments];

/** Events distributed over lanes without overlap; at least one lane. */
function lanesOf(events: readonly ClipEvent[], segments: number): ClipEvent[][] {
  const lanes: ClipEvent[][] = [[]];
  for (const event of [...events].sort((a, b) => spanOf(a, segments)[0] - spanOf(b, segments)[0])) {
    const free = lanes.find((lane) => lane.every((other) => spanOf(other, segments)[1] <= spanOf(event, segments)[0]));
    if (free === undefined) lanes.push([event]);
    else free.push(event);
  }
  return lanes;
}

function bar(event: ClipEvent, top: number, x: (segment: number) => number, colour: string, segments: number): Markup {
  const [begin, end] = spanOf(event, segments);
  const width = x(end) - x(begin) - 1;
  const letters = Math.floor((width - 4) / LETTER);
  const name = event.class.length > letters ? event.class.slice(0, Math.max(0, letters)) : event.class;
  return html`<g><title>${event.class}, segments ${begin} to ${end - 1}</title><rect x="${x(begin) + 0.5}" y="${top + 1}" width="${width}" height="${LANE - 2}" rx="3" fill="${colour}" fill-opacity="0.3" stroke="${colour}"/><text x="${x(begin) + 4}" y="${top + 12}" style="fill:var(--ink)">${name}</text></g>`;
}
