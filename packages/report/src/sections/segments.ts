import { classMap } from '../charts/class-map.js';
import { neighbourPlane } from '../charts/neighbour-plane.js';
import { type PointGroup, pointMap } from '../charts/point-map.js';
import { html, type Markup } from '../page/html.js';
import { legend, type LegendEntry } from '../page/legend.js';
import { modalityColour } from '../page/modality-style.js';
import type { ReportData, ReportSegments } from '../report-data.js';

/** What codes and features stand for, where held-out segments were kept: classes of each row's codes, features of the last row's. */
export function segments({ modalities, runs }: ReportData): Markup {
  const known = runs.flatMap(({ label, seeds }) => {
    const [first] = seeds;
    return first?.segments ? [{ label, seed: first.seed, seeds: seeds.length, segments: first.segments }] : [];
  });
  const last = runs.at(-1);
  const shown = known.find(({ label }) => label === last?.label);
  const maps = known.filter(({ segments: { codeClasses } }) => codeClasses.length > 0);
  return html`${maps.length > 0 && codesByClass(maps)}${shown && features(modalities, shown)}`;
}

interface Known {
  readonly label: string;
  readonly seed: number;
  readonly seeds: number;
  readonly segments: ReportSegments;
}

const seedNote = ({ seed, seeds }: Known) => seeds > 1 && ` Seed ${seed}.`;

function codesByClass(rows: readonly Known[]): Markup {
  const figures = rows.map((row) => {
    const { codeClasses, classes } = row.segments;
    const used = codeClasses.filter((counts) => counts.some((count) => count > 0)).length;
    return html`<figure><h3>${row.label}</h3>${classMap(`classes of the codes of ${row.label}`, codeClasses, classes)}<figcaption>${used} codes in use.${seedNote(row)}</figcaption></figure>`;
  });
  return html`<section><h2>What a code stands for</h2>
<p>Each line is a code in use, each column a class of held-out segments of all modalities; the stronger the colour, the larger the fraction of the code's segments. Codes are in the order of their main classes: a code that stands for one class has a single strong cell.</p>
<div class="grid panels">${figures}</div></section>`;
}

function features(modalities: readonly string[], row: Known): Markup {
  const { classes, sample } = row.segments;
  const places = neighbourPlane(sample.semantic);
  if (places.length === 0) return html``;
  const group = (entry: LegendEntry, holds: (i: number) => boolean): PointGroup => ({
    ...entry,
    points: places.filter((_, i) => holds(i)),
  });
  const byClass = [
    ...(sample.classes.includes(-1) ? [group({ name: 'background', colour: 'var(--faint)' }, (i) => sample.classes[i] === -1)] : []),
    ...classes.map((name, c) => group({ name, colour: classColour(c, classes.length) }, (i) => sample.classes[i] === c)),
  ].filter(({ points }) => points.length > 0);
  const byModality = modalities.map((name, m) => group({ name, colour: modalityColour(m) }, (i) => sample.modalities[i] === name));
  const figure = (what: string, groups: readonly PointGroup[]) =>
    html`<figure><h3>By ${what}</h3>${pointMap(`semantic features of ${row.label} by ${what}`, groups)}${groups.length <= MAX_ENTRIES && legend(groups)}</figure>`;
  return html`<section><h2>Where segments lie</h2>
<p>Semantic features of ${places.length} held-out segments of all modalities with ${row.label}, placed so that neighbours stay neighbours (UMAP).${seedNote(row)} What is shared lies together by class and mixed by modality. Distances between groups mean little.</p>
<div class="grid panels">${classes.length > 0 && figure('class', byClass)}${figure('modality', byModality)}</div></section>`;
}

/** A legend of more would be longer than the picture. */
const MAX_ENTRIES = 32;

/** Hues around the circle, neighbours of different lightness. */
const classColour = (c: number, classes: number): string => `hsl(${Math.round((360 * c) / classes)} 70% ${c % 2 === 0 ? 45 : 62}%)`;
