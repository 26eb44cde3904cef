import { useEffect, useState } from 'preact/hooks';
import type { LiveRecord, RunEntry, RunMetrics, SiteIndex } from '../../../src/site/site-data.js';
import { loadFresh } from './load.js';

/** What is known of all runs by now. */
export interface LiveSite {
  readonly live: boolean;
  readonly runs: readonly RunEntry[];
  readonly records: ReadonlyMap<string, readonly LiveRecord[]>;
  /** Whether the server tells of changes; an exported site has none. */
  readonly connected: boolean;
}

interface RecordsEvent {
  readonly run: string;
  readonly anew: boolean;
  readonly records: readonly LiveRecord[];
}

/** The runs of the site, as they train; undefined until the first is known. */
export function useLiveSite(): { readonly site?: LiveSite; readonly error?: string } {
  const [state, setState] = useState<{ readonly site?: LiveSite; readonly error?: string }>({});
  useEffect(() => {
    let source: EventSource | undefined;
    let ended = false;
    const change = (changed: (site: LiveSite) => LiveSite) => setState(({ site }) => (site ? { site: changed(site) } : {}));
    const start = async () => {
      const { live, runs } = await loadFresh<SiteIndex>('data/site.json');
      if (ended) return;
      setState({ site: { live, runs, records: new Map(), connected: true } });
      if (live) source = listen(change);
      else change((site) => ({ ...site, records: new Map() }));
      if (!live) {
        const all = await Promise.all(runs.map(async ({ id }) => [id, (await metricsOf(id)).records] as const));
        change((site) => ({ ...site, records: new Map(all) }));
      }
    };
    start().catch((error: unknown) => setState({ error: error instanceof Error ? error.message : String(error) }));
    return () => {
      ended = true;
      source?.close();
    };
  }, []);
  return state;
}

const metricsOf = (id: string) => loadFresh<RunMetrics>(`data/${id}/metrics.json`);

/** A browser connects again by itself, and is then told everything anew. */
function listen(change: (changed: (site: LiveSite) => LiveSite) => void): EventSource {
  const source = new EventSource('events');
  source.onopen = () => change((site) => ({ ...site, connected: true }));
  source.onerror = () => change((site) => ({ ...site, connected: false }));
  source.addEventListener('runs', ({ data }: MessageEvent<string>) => {
    const runs = JSON.parse(data) as RunEntry[];
    change((site) => ({ ...site, runs, connected: true }));
  });
  source.addEventListener('records', ({ data }: MessageEvent<string>) => {
    const { run, anew, records } = JSON.parse(data) as RecordsEvent;
    change((site) => {
      const all = new Map(site.records);
      all.set(run, anew ? records : [...(all.get(run) ?? []), ...records]);
      return { ...site, records: all };
    });
  });
  return source;
}
