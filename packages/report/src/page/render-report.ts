import { headlineTables } from '../headline/headline-table.js';
import type { ReportData } from '../report-data.js';
import { codes } from '../sections/codes.js';
import { confusions } from '../sections/confusions.js';
import { differences } from '../sections/differences.js';
import { examples } from '../sections/examples.js';
import { findings } from '../sections/findings.js';
import { losses } from '../sections/losses.js';
import { overlays } from '../sections/overlays.js';
import { overview } from '../sections/overview.js';
import { results } from '../sections/results.js';
import { segments } from '../sections/segments.js';
import { setup } from '../sections/setup.js';
import { sizes } from '../sections/sizes.js';
import { transfers } from '../sections/transfers.js';
import { validation } from '../sections/validation.js';
import { html, Markup } from './html.js';
import { STYLESHEET } from './stylesheet.js';

/**
 * The report as one HTML document: with inline styles and pictures and no scripts. Its content security policy forbids
 * the browser to fetch anything.
 */
export function renderReport(data: ReportData): string {
  const tables = headlineTables(data);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${data.title}</title><style>${new Markup(STYLESHEET)}</style></head>
<body><main>
${overview(data, tables)}
${findings(data)}
${transfers(tables)}
${differences(tables)}
${sizes(data, tables)}
${tables.map((table) => results(data, table))}
${codes(data)}
${segments(data)}
${examples(data)}
${tables.map(({ task }) => overlays(data, task))}
${tables.map(({ task }) => confusions(data, task))}
${validation(data)}
${losses(data)}
${setup(data)}
</main></body></html>
`;
  return page.text;
}
