import type { Overlay } from '@cmg/core';
import type { TransferResult } from '@cmg/tasks';
import { overlayChart } from '../charts/overlay-chart.js';
import { html, type Markup } from '../page/html.js';
import { modalityColour } from '../page/modality-style.js';
import type { ReportData } from '../report-data.js';

/** The colour of the truth. */
const TRUTH = '#fff';

/** Frames with the true mask and those predicted from each modality's codes, for the last run's first seed, by labelled modality. */
export function overlays({ modalities, runs }: ReportData, task: string): Markup {
  const run = runs.at(-1);
  const [first] = run?.seeds ?? [];
  const shown = first?.transfer.filter((row) => row.task === task && (row.measures.overlays?.length ?? 0) > 0) ?? [];
  if (run === undefined || shown.length === 0) return html``;
  const labelled = modalities.filter((name) => shown.some(({ from }) => from === name));
  return html`<section><h2>Predicted masks</h2>
<p>Held-out clips of ${run.label}: the frame, the true mask, and what a head predicted from the codes of each modality, with the colour showing its confidence. The head was trained only on the codes of the modality in the title.</p>
${labelled.map(
  (from) =>
    html`<h3>Trained on ${from}</h3>${grid(
      modalities,
      shown.filter((row) => row.from === from),
    )}`,
)}</section>`;
}

/** One row per clip: frame, truth, and a prediction per measured modality. */
function grid(modalities: readonly string[], results: readonly TransferResult[]): Markup {
  const [reference] = results;
  const clips = reference?.measures.overlays ?? [];
  const heads = ['frame', 'truth', ...results.map(({ to }) => `by ${to}`)];
  const columns = `repeat(${heads.length},minmax(0,150px))`;
  return html`<div class="overlays" style="grid-template-columns:${columns}">${heads.map((head) => html`<span>${head}</span>`)}
${clips.map((overlay) => row(modalities, results, overlay))}</div>`;
}

function row(modalities: readonly string[], results: readonly TransferResult[], overlay: Overlay): Markup {
  const { clip, truth } = overlay;
  const id = (what: string) => `mask-${results[0]?.task}-${results[0]?.from}-${what}-${clip}`;
  const found = results.map(({ to, measures }) => {
    const same = measures.overlays?.find((other) => other.clip === clip);
    if (same === undefined) return html`<div></div>`;
    const layer = { mask: same.prediction, colour: modalityColour(modalities.indexOf(to)) };
    return overlayChart(`clip ${clip}, the prediction from the codes of ${to}`, id(to), same, layer);
  });
  return html`${overlayChart(`clip ${clip}, the frame`, id('frame'), overlay)}${overlayChart(`clip ${clip}, the true mask`, id('truth'), overlay, { mask: truth, colour: TRUTH })}${found}`;
}
