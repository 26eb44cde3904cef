/**
 * The codes of a test clip over time, in each modality, of one run above another:
 *
 *     node tools/docs/codes-picture.mjs OUT.svg 'TITLE=RUN' ['TITLE=RUN' ...] [--clip 0]
 *
 * A code has the same colour in every lane; codes of one modality alone are grey. A line marks where the clip's event is.
 */
import { parseArgs } from 'node:util';
import { forModality } from '@cmg/core';
import { writeFileAtomic } from '@cmg/formats';
import { encode, openRun } from '@cmg/pipeline';
import { openBackend } from '@cmg/runtime';
import { svg, text } from './svg.mjs';

const [LEFT, TOP, CELL, HEIGHT, LANE, PANEL] = [80, 34, 56, 26, 40, 34];
/** Okabe and Ito's colours, which colour-blind readers tell apart. */
const COLOURS = ['#e69f00', '#56b4e9', '#009e73', '#d55e00', '#cc79a7', '#0072b2', '#f0e442'];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { clip: { type: 'string', default: '0' } } });
const [out = '', ...runs] = positionals;
const clip = Number(values.clip);

await openBackend('auto');
const panels = [];
for (const named of runs) {
  const at = named.lastIndexOf('=');
  panels.push({ title: named.slice(0, at), ...(await lanesOf(named.slice(at + 1))) });
}
await writeFileAtomic(out, picture(panels));

/** Codes of the clip and where its events are, by modality. */
async function lanesOf(folder) {
  const run = await openRun(folder);
  const dataset = await run.openDataset();
  try {
    const labels = await dataset.labels('test');
    const { segments } = dataset;
    const lanes = [];
    for (const modality of run.modalities) {
      const features = await dataset.read('test', modality, [clip]);
      const codes = (await encode(run, modality, features)).data;
      const classes = forModality(labels.segmentClasses, modality).subarray(clip * segments, (clip + 1) * segments);
      lanes.push({ modality, codes: [...codes], event: [...classes].map((name) => name >= 0) });
    }
    return { name: dataset.classes[labels.clipClasses[clip] ?? -1], lanes };
  } finally {
    await dataset.close();
    run.dispose();
  }
}

function picture(drawn) {
  const segments = drawn[0].lanes[0].codes.length;
  const panelHeight = PANEL + drawn[0].lanes.length * LANE;
  const width = LEFT + segments * CELL + 16;
  return svg(width, TOP + drawn.length * panelHeight + 8, 'Codes over the time of one clip', [
    text(
      LEFT + (segments * CELL) / 2,
      22,
      `a test clip of the digit ${drawn[0].name}: ${segments} segments, the code of each; the line below marks the event`,
      'quiet',
    ),
    ...drawn.flatMap((panel, i) => panelOf(panel, TOP + i * panelHeight)),
  ]);
}

function panelOf({ title, lanes }, top) {
  const users = (code) => lanes.filter(({ codes }) => codes.includes(code)).length;
  const shared = [...new Set(lanes.flatMap(({ codes }) => codes))].filter((code) => users(code) > 1);
  const colour = (code) => (shared.includes(code) ? COLOURS[shared.indexOf(code) % COLOURS.length] : 'var(--edge)');
  const middle = LEFT + (lanes[0].codes.length * CELL) / 2;
  return [
    text(middle, top + 22, title),
    ...lanes.flatMap(({ modality, codes, event }, lane) => {
      const y = top + PANEL + lane * LANE;
      return [
        text(LEFT / 2, y + 18, modality),
        ...codes.flatMap((code, t) => {
          const x = LEFT + t * CELL;
          const mark = event[t] ? [`<rect x="${x}" y="${y + HEIGHT + 3}" width="${CELL}" height="3" fill="var(--accent)"/>`] : [];
          return [
            `<rect x="${x + 1}" y="${y}" width="${CELL - 2}" height="${HEIGHT}" rx="3" fill="${colour(code)}"/>`,
            `<text x="${x + CELL / 2}" y="${y + 18}" style="fill:${shared.includes(code) ? '#000' : 'var(--quiet)'}">${code}</text>`,
            ...mark,
          ];
        }),
      ];
    }),
  ];
}
