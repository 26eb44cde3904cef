import type { ShownEvent } from '../../../src/site/site-data.js';
import { className } from '../data/names.js';
import { href } from '../data/route.js';
import { codesAt, type ModalityCodes, type RunCodes } from '../data/run-codes.js';
import { loadJson } from '../data/load.js';
import { useLoaded } from '../data/use-loaded.js';
import { modalityColour } from '../parts/chart.js';
import { pressKey } from '../parts/press-key.js';
import { SegmentMedia } from '../parts/segment-media.js';

export interface ClipDetailsProps {
  readonly run: RunCodes;
  readonly id: string;
  readonly modalities: readonly ModalityCodes[];
  readonly clip: number;
  readonly segment: number;
  readonly onSegment: (segment: number) => void;
  /** Goes so many clips on. */
  readonly onClip: (by: number) => void;
}

/** A clip's timeline: segments of every modality with their codes, what is true and what heads say; arrow keys step through it. */
export function ClipDetails(props: ClipDetailsProps) {
  const { run, id, modalities, clip, segment, onSegment, onClip } = props;
  const steps: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => onSegment(Math.max(0, segment - 1)),
    ArrowRight: () => onSegment(Math.min(run.segments - 1, segment + 1)),
    ArrowUp: () => onClip(-1),
    ArrowDown: () => onClip(1),
    Home: () => onSegment(0),
    End: () => onSegment(run.segments - 1),
  };
  return (
    <section class="details" aria-label={`Clip ${clip}`}>
      <h2>
        Clip {clip}
        <span class="buttons">
          <button type="button" onClick={() => onClip(-1)} aria-label="Previous clip">
            ↑
          </button>
          <button type="button" onClick={() => onClip(1)} aria-label="Next clip">
            ↓
          </button>
        </span>
      </h2>
      <div
        class="timeline"
        tabIndex={0}
        role="group"
        aria-label={`Timeline of clip ${clip}; left and right step through segments, up and down through clips`}
        onKeyDown={(event) => pressKey(event, steps)}
      >
        <Timeline {...props} />
      </div>
      <p class="unseen" aria-live="polite">
        {`Segment ${segment}: ${modalities.map((modality) => told(run, modality, clip, segment)).join('; ')}`}
      </p>
      <div class="chosen" style={{ '--columns': modalities.length }}>
        {modalities.map((modality) => (
          <figure key={modality.name}>
            <h3>
              <i style={{ background: modalityColour(modality.index) }} />
              {modality.name}
            </h3>
            <SegmentMedia run={run} modality={modality} clip={clip} segment={segment} />
            <figcaption>
              segment {segment}, code{' '}
              {[...codesAt(modality.codes, run.levels, clip * run.segments + segment)].map((code) => (
                <a key={code} href={href('codebook', { run: id, code })}>
                  {code}
                </a>
              ))}
              {modality.labels && `, ${className(run.classes, modality.labels[clip * run.segments + segment])}`}
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}

function told(run: RunCodes, modality: ModalityCodes, clip: number, segment: number): string {
  const place = clip * run.segments + segment;
  const label = modality.labels ? `, ${className(run.classes, modality.labels[place])}` : '';
  return `${modality.name} code ${[...codesAt(modality.codes, run.levels, place)].join(' and ')}${label}`;
}

/** Media, codes, truth and answers of heads, a column a segment. */
export function Timeline({ run, id, modalities, clip, segment, onSegment }: Omit<ClipDetailsProps, 'onClip'>) {
  const columns = Array.from({ length: run.segments }, (_, t) => t);
  const shared = sharedCodes(run, modalities, clip);
  return (
    <table style={{ '--segments': run.segments }}>
      <thead>
        <tr>
          <th scope="col">segment</th>
          {columns.map((t) => (
            <th key={t} scope="col" class={t === segment ? 'now' : undefined}>
              <button type="button" tabIndex={-1} aria-pressed={t === segment} onClick={() => onSegment(t)}>
                {t}
              </button>
            </th>
          ))}
        </tr>
      </thead>
      {modalities.map((modality) => (
        <tbody key={modality.name}>
          {modality.media && (
            <tr class={`of-${modality.media}`}>
              <th scope="row">
                <i style={{ background: modalityColour(modality.index) }} />
                {modality.name}
              </th>
              {columns.map((t) => (
                <td key={t} class={t === segment ? 'now' : undefined} onClick={() => onSegment(t)}>
                  <SegmentMedia run={run} modality={modality} clip={clip} segment={t} alone />
                </td>
              ))}
            </tr>
          )}
          <tr>
            <th scope="row">{modality.media ? 'codes' : `${modality.name}, codes`}</th>
            {columns.map((t) => (
              <td key={t} class={t === segment ? 'now' : undefined}>
                {[...codesAt(modality.codes, run.levels, clip * run.segments + t)].map((code) => (
                  <a
                    key={code}
                    class={shared.has(code) ? 'code shared' : 'code'}
                    title={shared.has(code) ? `code ${code}, which another modality of this clip has too` : `code ${code}`}
                    href={href('codebook', { run: id, code })}
                  >
                    {code}
                  </a>
                ))}
              </td>
            ))}
          </tr>
          {modality.labels && <Strip name="true" now={segment} events={truth(run, modality, clip)} segments={run.segments} kind="truth" />}
          {run.heads.map((head, h) => (
            <Said
              key={h}
              run={run}
              modality={modality}
              head={h}
              name={headName(run, h)}
              own={head.from === modality.name}
              clip={clip}
              now={segment}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}

/** What a head is called: of several with one task and modality, with its seed. */
function headName({ heads }: Pick<RunCodes, 'heads'>, h: number): string {
  const { task, from, seed } = heads[h]!;
  const alike = heads.filter((other) => other.task === task && other.from === from);
  return `${task} by ${from}${alike.length > 1 ? `, seed ${seed}` : ''}`;
}

/** Codes that more than one modality has in this clip. */
function sharedCodes({ segments, levels }: RunCodes, modalities: readonly ModalityCodes[], clip: number): Set<number> {
  const users = new Map<number, number>();
  for (const { codes } of modalities)
    for (const code of new Set(codes.subarray(clip * segments * levels, (clip + 1) * segments * levels)))
      users.set(code, (users.get(code) ?? 0) + 1);
  return new Set([...users].flatMap(([code, count]) => (count > 1 ? [code] : [])));
}

/** Segments of one class one after the other are an event. */
function truth({ segments, classes }: RunCodes, { labels }: ModalityCodes, clip: number): ShownEvent[] {
  const events: ShownEvent[] = [];
  for (let t = 0; t < segments; t++) {
    const label = labels![clip * segments + t]!;
    const last = events.at(-1);
    if (label < 0) continue;
    if (last?.segments?.[1] === t && last.class === classes[label])
      events[events.length - 1] = { ...last, segments: [last.segments[0], t + 1] };
    else events.push({ class: className(classes, label), score: 1, segments: [t, t + 1] });
  }
  return events;
}

interface SaidProps {
  readonly run: RunCodes;
  readonly modality: ModalityCodes;
  readonly head: number;
  readonly name: string;
  /** Whether the head was trained on this modality. */
  readonly own: boolean;
  readonly clip: number;
  readonly now: number;
}

/** What a head says of a clip by one modality. */
function Said({ run, modality, head, name, own, clip, now }: SaidProps) {
  const path = `${run.path}/${run.version}/heads/${head}/${modality.index}.json`;
  const { value, error } = useLoaded(() => loadJson<ShownEvent[][]>(path), [path]);
  const events = value?.[clip] ?? [];
  const heard = error ?? (value === undefined ? '…' : events.length === 0 ? 'nothing known' : undefined);
  return (
    <Strip
      name={own ? `${name} (its own)` : name}
      now={now}
      events={events}
      segments={run.segments}
      kind="said"
      {...(heard !== undefined && { instead: heard })}
    />
  );
}

interface StripProps {
  readonly name: string;
  readonly now: number;
  readonly events: readonly ShownEvent[];
  readonly segments: number;
  readonly kind: 'truth' | 'said';
  /** Shown where there are no events. */
  readonly instead?: string;
}

/** Events along the timeline; one without a place is of the whole clip. */
const Strip = ({ name, events, segments, kind, instead }: StripProps) => (
  <tr class={`strip ${kind}`}>
    <th scope="row">{name}</th>
    <td colSpan={segments}>
      <div class="events">
        {events.map(({ class: name, score, segments: [begin, end] = [0, segments] }, i) => (
          <span
            key={i}
            style={{ gridColumn: `${begin + 1} / ${end + 1}`, '--score': score }}
            title={`${name}, ${kind === 'said' ? `${score.toFixed(2)}, ` : ''}segments ${begin} to ${end - 1}`}
          >
            {name}
            {kind === 'said' && <small> {score.toFixed(2)}</small>}
          </span>
        ))}
        {events.length === 0 && <em>{instead ?? 'background'}</em>}
      </div>
    </td>
  </tr>
);
