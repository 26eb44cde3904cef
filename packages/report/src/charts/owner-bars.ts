import type { CodeOwners } from '../headline/code-owners.js';
import { formatSpread } from '../headline/format-number.js';
import { html, type Markup } from '../page/html.js';
import { modalityColour } from '../page/modality-style.js';

export interface OwnerBar {
  readonly label: string;
  readonly owners: CodeOwners;
}

/** The colour of codes that belong to no modality. */
export const MIXED = 'var(--ink)';

const [WIDTH, ROW, BAR, TEXT] = [340, 38, 12, 16];

/** Codes in use, one bar per row below its label, all at one scale: those of each modality, then those that are mixed. */
export function ownerBars(title: string, bars: readonly OwnerBar[], modalities: readonly string[]): Markup {
  const most = Math.max(1, ...bars.map(({ owners }) => owners.used.mean));
  return html`<svg viewBox="0 0 ${WIDTH} ${bars.length * ROW}" role="img" aria-label="${title}">
${bars.map(({ label, owners }, i) => {
  const { mean, deviation } = formatSpread(owners.mixed, 'codes');
  const told = `${mean}${deviation === '' ? '' : ` ${deviation}`} of ${formatSpread(owners.used, 'codes').mean} mixed`;
  return html`<g transform="translate(0 ${i * ROW})"><text y="${TEXT - 5}" style="font-size:12px;fill:var(--ink)">${label}</text><text x="${WIDTH}" y="${TEXT - 5}" text-anchor="end" style="font-size:12px">${told}</text>${parts(owners, modalities, WIDTH / most)}</g>`;
})}</svg>`;
}

function parts({ owned, mixed }: CodeOwners, modalities: readonly string[], scale: number): Markup[] {
  let from = 0;
  const all = [
    ...owned.map((codes, m) => ({ codes, name: modalities[m], colour: modalityColour(m) })),
    { codes: mixed, name: 'mixed', colour: MIXED },
  ];
  return all.map(({ codes, name, colour }) => {
    const [x, width] = [from, codes.mean * scale];
    from += width;
    return html`<rect x="${x}" y="${TEXT}" width="${width}" height="${BAR}" fill="${colour}"><title>${name}: ${codes.mean} codes</title></rect>`;
  });
}
