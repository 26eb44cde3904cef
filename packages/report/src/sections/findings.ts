import { html, type Markup } from '../page/html.js';
import type { ReportData } from '../report-data.js';

/** What the numbers mean, before them. */
export const findings = ({ findings: sentences = [] }: ReportData): Markup | false =>
  sentences.length > 0 &&
  html`<section><h2>What the numbers say</h2><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul></section>`;
