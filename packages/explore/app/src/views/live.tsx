import { useState } from 'preact/hooks';
import type { LiveRecord, RunEntry } from '../../../src/site/site-data.js';
import type { LiveSite } from '../data/live.js';
import { clock, runLabel, wholeNumber } from '../data/names.js';
import { href } from '../data/route.js';
import { codesChart, lossChart, retrievalChart } from './live-charts.js';
import { Chart } from '../parts/chart.js';

export interface LiveViewProps {
  readonly site: LiveSite;
  readonly chosen: Readonly<Record<string, string>>;
}

/** Runs that are drawn at first, at most. */
const SHOWN = 4;
const WEIGHT: Readonly<Record<RunEntry['state'], number>> = { training: 0, stopped: 1, finished: 2, waiting: 3 };

/** Training as it goes: several runs side by side. */
export function LiveView({ site }: LiveViewProps) {
  const [picked, setPicked] = useState<ReadonlySet<string>>();
  const first = [...site.runs].sort((a, b) => WEIGHT[a.state] - WEIGHT[b.state]).slice(0, SHOWN);
  const shown = picked ?? new Set(first.map(({ id }) => id));
  const toggle = (id: string) => {
    const next = new Set(shown);
    if (!next.delete(id)) next.add(id);
    setPicked(next);
  };
  return (
    <>
      {site.runs.length > 1 && (
        <fieldset class="picks">
          <legend>Runs side by side</legend>
          {site.runs.map((run) => (
            <label key={run.id}>
              <input type="checkbox" checked={shown.has(run.id)} onChange={() => toggle(run.id)} /> {runLabel(run)} <State run={run} />
            </label>
          ))}
        </fieldset>
      )}
      <div class="runs">
        {site.runs
          .filter(({ id }) => shown.has(id))
          .map((run) => (
            <RunCard key={run.id} run={run} records={site.records.get(run.id) ?? []} />
          ))}
      </div>
    </>
  );
}

const State = ({ run: { state } }: { readonly run: RunEntry }) => (
  <span class={`state ${state}`}>{state === 'waiting' ? 'no record yet' : state}</span>
);

function RunCard({ run, records }: { readonly run: RunEntry; readonly records: readonly LiveRecord[] }) {
  const last = records.at(-1);
  const names = Object.keys(last?.codes.used ?? {});
  return (
    <article class="card">
      <h2>
        {runLabel(run)} <State run={run} />
      </h2>
      {last === undefined ? (
        <p class="note">What it measures is shown as soon as it has trained for some steps.</p>
      ) : (
        <>
          <Progress run={run} last={last} />
          <div class="charts">
            <section>
              <h3>Loss, by objective</h3>
              <Chart keys={[records]} label={`Losses of ${runLabel(run)} by step`} options={(width) => lossChart(records, width)} />
            </section>
            <section>
              <h3>Codes in use</h3>
              <Chart
                keys={[records]}
                label={`Codes in use of ${runLabel(run)} by step`}
                options={(width) => codesChart(records, names, width)}
              />
            </section>
            {records.some(({ validation }) => validation?.retrieval) && (
              <section>
                <h3>A held-out clip finds its pair: mean reciprocal rank</h3>
                <Chart
                  keys={[records]}
                  label={`Retrieval of ${runLabel(run)} by step`}
                  options={(width) => retrievalChart(records, width)}
                />
              </section>
            )}
          </div>
          {run.checkpoint !== '' && (
            <p>
              <a href={href('codebook', { run: run.id })}>Its codes</a> · <a href={href('clips', { run: run.id })}>Its clips</a>
            </p>
          )}
        </>
      )}
    </article>
  );
}

function Progress({ run, last }: { readonly run: RunEntry; readonly last: LiveRecord }) {
  const { step, totalSteps, clipsPerSecond, epoch, total } = last;
  const left = totalSteps === undefined || clipsPerSecond <= 0 ? undefined : ((totalSteps - step) * run.clipsPerStep) / clipsPerSecond;
  const figures: [string, string][] = [
    ['step', totalSteps === undefined ? wholeNumber(step) : `${wholeNumber(step)} of ${wholeNumber(totalSteps)}`],
    ['epoch', String(epoch)],
    ['loss', total === null ? 'not a number' : total.toPrecision(4)],
    ['clips a second', clipsPerSecond.toPrecision(3)],
    ...(run.state === 'training' && left !== undefined ? [['left', clock(left)] as [string, string]] : []),
    ['codes', [...Object.entries(last.codes.used).map(([name, used]) => `${name} ${used}`), `all ${last.codes.usedByAll}`].join(', ')],
  ];
  return (
    <>
      {totalSteps !== undefined && <progress max={totalSteps} value={step} aria-label="Steps done" />}
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
