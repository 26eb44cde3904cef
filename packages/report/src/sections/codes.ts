import { codeBars } from '../charts/code-bars.js';
import { codeMap } from '../charts/code-map.js';
import { MIXED, ownerBars } from '../charts/owner-bars.js';
import { codeOwners, OWNED } from '../headline/code-owners.js';
import { html, type Markup } from '../page/html.js';
import { legend, modalityEntries } from '../page/legend.js';
import type { ReportData, ReportRun } from '../report-data.js';

/** The shared vocabulary: the positions of the codes and the modalities that use them, one column per run. */
export function codes({ modalities, runs }: ReportData): Markup {
  const evaluated = runs.filter(({ seeds }) => seeds.length > 0);
  if (evaluated.length === 0) return html``;
  return html`<section><h2>Who uses which code</h2>
${owners(evaluated, modalities)}
<p>Each pie is a code in use, placed on the two principal directions of the codebook; its slices are the modalities that use it on held-out clips, and its area shows how much it is used. A shared vocabulary shows mixed pies; separate ones show pies of a single colour.</p>
<div class="grid panels">${evaluated.map(codesOfRun)}</div></section>`;
}

/** How far rows share their codes, side by side. */
function owners(runs: readonly ReportRun[], modalities: readonly string[]): Markup {
  const bars = runs.flatMap(({ label, seeds }) => {
    const found = codeOwners({ seeds }, modalities);
    return found === null ? [] : [{ label, owners: found }];
  });
  return html`<p>A code belongs to a modality that has over ${100 * OWNED} % of its use on held-out clips, counted as if all modalities had equally many segments; otherwise it is mixed.</p>
${legend([...modalityEntries(modalities), { name: 'mixed', colour: MIXED }])}
<figure class="narrow">${ownerBars('codes in use of every row, by the modality that they belong to', bars, modalities)}</figure>
<h3>Codes on a plane</h3>`;
}

function codesOfRun({ label, seeds }: ReportRun): Markup {
  const { codes: use, embedding, seed } = seeds[0] as ReportRun['seeds'][number];
  const { chart, explained } = codeMap(`codes of ${label} by modality`, use, embedding);
  const [across, up] = explained.map((part) => `${Math.round(100 * part)} %`);
  return html`<figure><h3>${label}</h3>${chart}
<figcaption>${breakdown(use)} The axes explain ${across} and ${up} of the variance.${seeds.length > 1 && ` Seed ${seed}.`}</figcaption>
<div style="margin-top:16px">${codeBars(`use of each code of ${label}, most used first`, use)}</div>
<figcaption>Segments on each of the ${use.size} codes, most used first.</figcaption></figure>`;
}

/** `118 of 128 codes are in use: 101 by 3 modalities, 12 by 2, 5 by 1.` */
function breakdown({ modalities, size, counts, usedByAny }: ReportRun['seeds'][number]['codes']): string {
  const users = Array.from({ length: size }, (_, code) => modalities.filter((name) => (counts[name]?.[code] ?? 0) > 0).length);
  const groups = modalities.map((_, i) => modalities.length - i).map((n) => ({ n, codes: users.filter((count) => count === n).length }));
  const parts = groups.filter((group) => group.codes > 0).map((group) => `${group.codes} by ${group.n}`);
  return `${usedByAny} of ${size} codes are in use: ${parts.join(', ').replace(/ by (\d+)/, (_, n) => ` by ${n} ${n === '1' ? 'modality' : 'modalities'}`)}.`;
}
