import { barX } from '@observablehq/plot';
import { type CodeRow, classCounts } from '../data/code-rows.js';
import { className, wholeNumber } from '../data/names.js';
import { href } from '../data/route.js';
import { type ModalityCodes, placesOf, type RunCodes } from '../data/run-codes.js';
import { Chart, modalityColour } from '../parts/chart.js';
import { SegmentMedia } from '../parts/segment-media.js';
import { Legend } from '../parts/share-bar.js';
import { WindowList } from '../parts/window-list.js';

export interface CodeDetailsProps {
  readonly run: RunCodes;
  readonly id: string;
  readonly row: CodeRow;
}

/** Classes that are drawn, at most. */
const CLASSES = 12;

/** One code: which classes it stands for, and its segments of all modalities beside each other. */
export function CodeDetails({ run, id, row }: CodeDetailsProps) {
  const names = run.modalities.map(({ name }) => name);
  const counts = classCounts(run, row.code).slice(0, CLASSES);
  const bars = counts.flatMap(({ label, each }) =>
    each.map((count, m) => ({ class: className(run.classes, label), count, modality: names[m] })),
  );
  return (
    <>
      <h2>Code {row.code}</h2>
      <p class="summary">
        {row.count === 0
          ? 'No held-out segment has this code.'
          : `${wholeNumber(row.count)} held-out segments: ${run.modalities.map(({ name, counts: of }) => `${name} ${wholeNumber(of[row.code]!)}`).join(', ')}.`}
      </p>
      {bars.length > 0 && (
        <>
          <Chart
            label={`Segments of code ${row.code} by class`}
            keys={[run, row.code]}
            options={(width) => ({
              width,
              height: 26 + 20 * counts.length,
              marginTop: 2,
              marginBottom: 24,
              marginLeft: Math.min(110, 16 + 7 * Math.max(...bars.map((bar) => bar.class.length))),
              x: { label: null, ticks: Math.max(2, width / 110), tickFormat: wholeNumber },
              y: { label: null, domain: counts.map(({ label }) => className(run.classes, label)), tickFormat: shortened, tickSize: 0 },
              color: { domain: names, range: names.map((_, i) => modalityColour(i)) },
              marks: [barX(bars, { x: 'count', y: 'class', fill: 'modality', insetTop: 2, insetBottom: 2 })],
            })}
          />
          <Legend names={names} />
        </>
      )}
      <div class="segments" style={{ '--columns': run.modalities.length }}>
        {run.modalities.map((modality) => (
          <SegmentColumn key={modality.name} run={run} id={id} modality={modality} code={row.code} />
        ))}
      </div>
    </>
  );
}

const shortened = (name: string): string => (name.length > 14 ? `${name.slice(0, 13)}…` : name);

/** In pixels, of a segment with its line below. */
const HEIGHTS = { picture: 116, sound: 116, words: 124, features: 64 };

interface SegmentColumnProps {
  readonly run: RunCodes;
  readonly id: string;
  readonly modality: ModalityCodes;
  readonly code: number;
}

function SegmentColumn({ run, id, modality, code }: SegmentColumnProps) {
  const places = placesOf(modality, code);
  return (
    <section aria-label={`Segments of ${modality.name}`}>
      <h3>
        <i style={{ background: modalityColour(modality.index) }} />
        {modality.name} <small>{wholeNumber(places.length)}</small>
      </h3>
      {places.length === 0 ? (
        <p class="note">none</p>
      ) : (
        <WindowList
          label={`Segments of ${modality.name}`}
          count={places.length}
          rowHeight={HEIGHTS[modality.media ?? 'features']}
          row={(i) => {
            const [clip, segment] = [Math.floor(places[i]! / run.segments), places[i]! % run.segments];
            const label = modality.labels && className(run.classes, modality.labels[places[i]!]);
            return (
              <div class="segment">
                <SegmentMedia run={run} modality={modality} clip={clip} segment={segment} />
                <a href={href('clips', { run: id, clip, segment, split: modality.split })} title={`Clip ${clip}, segment ${segment}`}>
                  {label === undefined ? '' : <b>{label}</b>} clip {clip}, {segment}
                </a>
              </div>
            );
          }}
        />
      )}
    </section>
  );
}
