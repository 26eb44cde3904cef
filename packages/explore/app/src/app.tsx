import { runLabel } from './data/names.js';
import { useLiveSite } from './data/live.js';
import { go, href, useRoute, VIEWS, type View } from './data/route.js';
import { Choice } from './parts/choice.js';
import { Failed, Waiting } from './parts/status.js';
import { ClipsView } from './views/clips.js';
import { CodebookView } from './views/codebook.js';
import { CompareView } from './views/compare.js';
import { LiveView } from './views/live.js';
import { TryView } from './views/try.js';

const TITLES: Readonly<Record<View, string>> = { live: 'Live', codebook: 'Codebook', clips: 'Clips', compare: 'Compare', try: 'Try it' };

/** The page: which runs, which view. */
export function App() {
  const { view, chosen } = useRoute();
  const { site, error } = useLiveSite();
  if (error !== undefined) return <Failed error={error} />;
  if (site === undefined) return <Waiting what="Loading the runs" />;
  // As in the report, the last run is what it is about, and those before it are what it is compared with.
  const run = site.runs.find(({ id }) => id === chosen['run']) ?? site.runs.at(-1);
  if (run === undefined) return <Failed error="There is no run." />;
  const several = site.runs.length > 1;
  return (
    <>
      <header class="top">
        <h1>
          <img src="./icon.svg" alt="" width="22" height="22" /> cmg explore
        </h1>
        <nav aria-label="Views">
          {VIEWS.filter((one) => several || one !== 'compare').map((one) => (
            <a key={one} href={href(one, { run: several ? run.id : undefined })} aria-current={one === view ? 'page' : undefined}>
              {TITLES[one]}
            </a>
          ))}
        </nav>
        {several && view !== 'live' && view !== 'compare' ? (
          <Choice
            label="Run"
            value={run.id}
            options={site.runs.map((one) => [one.id, runLabel(one)])}
            onChange={(id) => go(href(view, { ...chosen, run: id, code: undefined }))}
          />
        ) : (
          !several && <span class="name">{run.name}</span>
        )}
      </header>
      {!site.connected && (
        <p class="banner" role="alert">
          The server does not answer. This page goes on by itself once <code>cmg explore</code> runs again.
        </p>
      )}
      <main>
        {view === 'live' && <LiveView site={site} chosen={chosen} />}
        {view === 'codebook' && <CodebookView key={run.id} run={run} chosen={chosen} />}
        {view === 'clips' && <ClipsView key={run.id} run={run} chosen={chosen} />}
        {view === 'try' && <TryView key={run.id} run={run} />}
        {view === 'compare' && <CompareView runs={site.runs} chosen={chosen} />}
      </main>
    </>
  );
}
