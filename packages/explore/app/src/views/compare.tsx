import { line } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import type { RunEntry } from '../../../src/site/site-data.js';
import { codeRows } from '../data/code-rows.js';
import { percent, runLabel, wholeNumber } from '../data/names.js';
import { go, href, within } from '../data/route.js';
import type { RunCodes } from '../data/run-codes.js';
import { Chart, modalityColour } from '../parts/chart.js';
import { Choice } from '../parts/choice.js';
import { pressKey } from '../parts/press-key.js';
import { Legend } from '../parts/share-bar.js';
import { Timeline } from './clip-details.js';
import { WithCodes } from './with-codes.js';

export interface CompareViewProps {
  readonly runs: readonly RunEntry[];
  readonly chosen: Readonly<Record<string, string>>;
}

/** Two runs on the same clips. */
export function CompareView({ runs, chosen }: CompareViewProps) {
  const find = (id: string | undefined) => runs.find((run) => run.id === id);
  const a = find(chosen['a']) ?? runs[0];
  const b = find(chosen['b']) ?? runs.find(({ id }) => id !== a?.id);
  if (a === undefined || b === undefined)
    return <p class="status">There is one run. Give several to compare: cmg explore --run runs/baseline runs/full</p>;
  const change = (next: Readonly<Record<string, string | number>>) => go(href('compare', { ...chosen, a: a.id, b: b.id, ...next }), true);
  const options = runs.map((run) => [run.id, runLabel(run)] as const);
  return (
    <>
      <div class="tools">
        <Choice label="Run" value={a.id} options={options} onChange={(id) => change({ a: id })} />
        <Choice label="beside" value={b.id} options={options} onChange={(id) => change({ b: id })} />
      </div>
      <WithCodes key={`a${a.id}`} run={a}>
        {(first) => (
          <WithCodes key={`b${b.id}`} run={b}>
            {(second) => (
              <Compared
                sides={[
                  { entry: a, codes: first },
                  { entry: b, codes: second },
                ]}
                chosen={chosen}
                onChange={change}
              />
            )}
          </WithCodes>
        )}
      </WithCodes>
    </>
  );
}

interface Side {
  readonly entry: RunEntry;
  readonly codes: RunCodes;
}

interface ComparedProps {
  readonly sides: readonly [Side, Side];
  readonly chosen: CompareViewProps['chosen'];
  readonly onChange: (next: Readonly<Record<string, number>>) => void;
}

function Compared({ sides, chosen, onChange }: ComparedProps) {
  const [{ codes: first }, { codes: second }] = sides;
  const [left, right] = useMemo(() => [figuresOf(first), figuresOf(second)] as const, [first, second]);
  return (
    <>
      <table class="figures-table">
        <thead>
          <tr>
            <td />
            {sides.map(({ entry }) => (
              <th key={entry.id} scope="col">
                {runLabel(entry)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...new Set([...left.keys(), ...right.keys()])].map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{left.get(name)}</td>
              <td>{right.get(name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="runs">
        {sides.map(({ entry, codes }) => (
          <UseChart key={entry.id} name={runLabel(entry)} codes={codes} />
        ))}
      </div>
      {first.fingerprint === second.fingerprint ? (
        <SameClip sides={sides} chosen={chosen} onChange={onChange} />
      ) : (
        <p class="status">The two runs were trained on different data: there is no clip that both have.</p>
      )}
    </>
  );
}

/** One clip as both runs see it. */
function SameClip({ sides, chosen, onChange }: ComparedProps) {
  const [{ codes: first }] = sides;
  const count = Math.min(...sides.map(({ codes }) => codes.modalities[0]?.clips ?? 0));
  const clip = within(chosen['clip'], count);
  const segment = within(chosen['segment'], first.segments);
  const steps: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => onChange({ clip, segment: Math.max(0, segment - 1) }),
    ArrowRight: () => onChange({ clip, segment: Math.min(first.segments - 1, segment + 1) }),
    ArrowUp: () => onChange({ clip: Math.max(0, clip - 1), segment }),
    ArrowDown: () => onChange({ clip: Math.min(count - 1, clip + 1), segment }),
  };
  return (
    <>
      <h2>
        The same clip
        <label class="choice">
          <span>Clip</span>
          <input
            type="number"
            min={0}
            max={count - 1}
            value={clip}
            onChange={(event) => onChange({ clip: Number(event.currentTarget.value), segment })}
          />
        </label>
      </h2>
      <div
        class="timeline both"
        tabIndex={0}
        role="group"
        aria-label={`Timelines of clip ${clip} by both runs; left and right step through segments, up and down through clips`}
        onKeyDown={(event) => pressKey(event, steps)}
      >
        {sides.map(({ entry, codes }) => (
          <section key={entry.id} class="side" aria-label={runLabel(entry)}>
            <h3>{runLabel(entry)}</h3>
            <div class="scroll">
              <Timeline
                run={codes}
                id={entry.id}
                modalities={codes.modalities.filter(({ split }) => split === codes.modalities[0]!.split)}
                clip={clip}
                segment={segment}
                onSegment={(t) => onChange({ clip, segment: t })}
              />
            </div>
          </section>
        ))}
      </div>
    </>
  );
}

/** What tells two codebooks apart. */
function figuresOf(codes: RunCodes): Map<string, string> {
  const rows = codeRows(codes);
  const used = rows.filter(({ count }) => count > 0);
  const several = used.filter(({ owner }) => owner === -1);
  const all = used.filter(({ code }) => codes.modalities.every(({ counts }) => counts[code]! > 0));
  const weighed = used.reduce((sum, { purity, count }) => sum + purity * count, 0) / (used.reduce((sum, { count }) => sum + count, 0) || 1);
  return new Map([
    ['steps trained', wholeNumber(codes.trained.step)],
    ['codes', wholeNumber(codes.codes)],
    ['in use', wholeNumber(used.length)],
    ['of several modalities', `${wholeNumber(several.length)} (${percent(several.length / (used.length || 1))})`],
    ['used by all', wholeNumber(all.length)],
    ...codes.modalities.map(({ name, counts }): [string, string] => [
      `used by ${name}`,
      wholeNumber(counts.filter((count) => count > 0).length),
    ]),
    ...(codes.classes.length > 0 ? [['segments in the main class of their code', percent(weighed)] as [string, string]] : []),
  ]);
}

/** How often a modality uses its codes, the most used first. */
function UseChart({ name, codes }: { readonly name: string; readonly codes: RunCodes }) {
  const names = codes.modalities.map((modality) => modality.name);
  const points = useMemo(
    () =>
      codes.modalities.flatMap(({ name: modality, shares }) =>
        [...shares]
          .filter((share) => share > 0)
          .sort((a, b) => b - a)
          .map((share, rank) => ({ modality, share: 100 * share, rank: rank + 1 })),
      ),
    [codes],
  );
  return (
    <article class="card">
      <h3>{name}: how much of a modality each of its codes has, the most used first</h3>
      <Chart
        label={`Use of the codes of ${name}`}
        keys={[codes]}
        options={(width) => ({
          width,
          height: 180,
          marginLeft: 40,
          marginBottom: 34,
          x: { label: 'codes', type: 'log', tickFormat: '~s', ticks: 4 },
          y: { label: '% of segments', grid: true, ticks: 4 },
          color: { domain: names, range: names.map((_, i) => modalityColour(i)) },
          marks: [line(points, { x: 'rank', y: 'share', stroke: 'modality', strokeWidth: 1.8 })],
        })}
      />
      <Legend names={names} />
    </article>
  );
}
