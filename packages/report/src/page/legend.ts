import { html, type Markup } from './html.js';
import { modalityColour } from './modality-style.js';

/** A legend of the modality colours, and of another one. */
export function legend(modalities: readonly string[], other?: { readonly name: string; readonly colour: string }): Markup {
  const entries = [...modalities.map((name, m) => ({ name, colour: modalityColour(m) })), ...(other ? [other] : [])];
  return html`<ul class="legend">${entries.map(({ name, colour }) => html`<li><i style="background:${colour}"></i>${name}</li>`)}</ul>`;
}
