import { html, type Markup } from '../page/html.js';
import type { ReportData } from '../report-data.js';

/** How to get the same numbers: the command, the environment, the full configuration. */
export function setup({ command, environment, config, runs }: ReportData): Markup {
  return html`<section><h2>How to reproduce</h2>
<pre><code>${command}</code></pre>
<h3>Environment</h3>
<dl>${Object.entries(environment).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<details><summary>Configuration of ${runs.at(-1)?.label ?? 'the run'}, every option spelt out</summary><pre><code>${config.trim()}</code></pre></details></section>`;
}
