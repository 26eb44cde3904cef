import { html, type Markup } from './html.js';
import { modalityColour } from './modality-style.js';

export interface LegendEntry {
  readonly name: string;
  /** A CSS colour. */
  readonly colour: string;
}

export function legend(entries: readonly LegendEntry[]): Markup {
  return html`<ul class="legend">${entries.map(({ name, colour }) => html`<li><i style="background:${colour}"></i>${name}</li>`)}</ul>`;
}

/** The modalities in their colours. */
export const modalityEntries = (modalities: readonly string[]): LegendEntry[] =>
  modalities.map((name, m) => ({ name, colour: modalityColour(m) }));
