import { html, type Markup } from './html.js';
import { modalityColour } from './modality-style.js';

/** A legend of the modality colours. */
export function legend(modalities: readonly string[]): Markup {
  return html`<ul class="legend">${modalities.map((name, m) => html`<li><i style="background:${modalityColour(m)}"></i>${name}</li>`)}</ul>`;
}
