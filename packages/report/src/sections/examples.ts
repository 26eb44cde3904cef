import { html, type Markup } from '../page/html.js';
import type { ReportData, ReportExample, ReportMedia } from '../report-data.js';

/** Segments of the last row that share a code across modalities, side by side, where the data has more than features. */
export function examples({ runs }: ReportData): Markup {
  const last = runs.at(-1);
  const segments = last?.seeds[0]?.segments;
  if (last === undefined || segments === undefined || segments.examples.length === 0) return html``;
  const told = segments.classes.length === 0 ? '' : ' Below each is its true class.';
  return html`<section><h2>The same code, seen, heard and read</h2>
<p>Held-out segments of different clips to which ${last.label} gives the same code, one of each modality, drawn at random among all that have it.${told}</p>
<div class="grid panels">${segments.examples.map((example) => card(example, segments.classes))}</div></section>`;
}

function card({ code, segments }: ReportExample, classes: readonly string[]): Markup {
  const title = ({ modality, clip, segment }: ReportExample['segments'][number]) => `${modality}, clip ${clip}, segment ${segment}`;
  const shown = segments.map((one) => {
    const told = classes.length === 0 ? '' : (classes[one.class] ?? 'background');
    return html`<div><span>${one.modality}</span>${picture(one.media, title(one))}<b>${told}</b></div>`;
  });
  const played = segments.map(
    (one) =>
      one.media.kind === 'sound' &&
      html`<audio controls preload="none" aria-label="${title(one)}" src="data:audio/wav;base64,${one.media.wav}"></audio>`,
  );
  return html`<figure class="example"><h3>Code ${code}</h3><div style="grid-template-columns:repeat(${segments.length},minmax(0,1fr))">${shown}</div>${played}</figure>`;
}

function picture(media: ReportMedia, title: string): Markup {
  if (media.kind === 'picture') return html`<img alt="${title}" src="data:image/png;base64,${media.png}">`;
  if (media.kind === 'sound') return html`<img alt="spectrogram of ${title}" src="data:image/png;base64,${media.spectrogram}">`;
  return html`<p title="${title}">${media.before} <mark>${media.text || '–'}</mark> ${media.after}</p>`;
}
