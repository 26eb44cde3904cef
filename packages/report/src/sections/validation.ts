import { html, type Markup } from '../page/html.js';
import type { ReportData } from '../report-data.js';
import { chartGrid, trainingChart, whoseLines } from './training-chart.js';

/** What held-out pairs showed during training: how well clips find their pair, codes that modalities share, the loss. */
export function validation({ runs }: ReportData): Markup {
  const records = runs.flatMap(({ seeds }) => seeds.flatMap(({ metrics }) => metrics.flatMap(({ validation: shown }) => shown ?? [])));
  const [first] = records;
  if (first === undefined) return html``;
  const chance = first.retrieval?.chance;
  const modalities = Object.keys(first.codes.used);
  const charts = [
    trainingChart('found pairs', runs, ({ validation: shown }) => shown?.retrieval?.mean, chance),
    trainingChart('codes shared by all', runs, ({ validation: shown }) => shown?.codes.usedByAll),
    ...modalities.map((modality) => trainingChart(`codes of ${modality}`, runs, ({ validation: shown }) => shown?.codes.used[modality])),
    trainingChart('loss on held-out pairs', runs, ({ validation: shown }) => shown?.total),
  ];
  const floor = chance === undefined ? '' : `; guessing has ${chance.toFixed(3)}, the dashed line`;
  return html`<section><h2>Held-out pairs during training</h2>
<p>${first.clips} clips that were not trained on, without their labels; ${whoseLines(runs)}. Found pairs: mean reciprocal
rank of a clip's pair in another modality by its codes, over all directions${floor}.</p>
${chartGrid(charts)}</section>`;
}
