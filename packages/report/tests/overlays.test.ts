import { renderReport } from '../src/index.js';
import { overlays } from '../src/sections/overlays.js';
import { sampleData } from './support/sample-data.js';

const overlay = (clip: number, letter: string) => ({
  clip,
  width: 8,
  height: 6,
  picture: `${letter}Pic`,
  truth: `${letter}Tru`,
  prediction: `${letter}Pre`,
});

/** The sample with a second task, whose last run has overlays of two clips in three directions. */
function withOverlays(): ReturnType<typeof sampleData> {
  const data = sampleData({ seeds: 2 });
  const directions = [
    ['audio', 'audio'],
    ['audio', 'text'],
    ['text', 'audio'],
  ] as const;
  const last = data.runs.at(-1)!;
  const seeds = last.seeds.map((seed) => ({
    ...seed,
    transfer: [
      ...seed.transfer,
      ...directions.map(([from, to]) => ({
        ...seed.transfer[0]!,
        task: 'segmentation',
        from,
        to,
        measures: {
          primary: 'mIoU',
          scores: { mIoU: 50, F: 60 },
          chance: 3,
          overlays: [overlay(4, `${seed.seed}${from}${to}4`), overlay(9, `${seed.seed}${from}${to}9`)],
        },
      })),
    ],
  }));
  return { ...data, runs: [...data.runs.slice(0, -1), { ...last, seeds }] };
}

test('a row per clip of the first seed: the frame, the truth and what each modality found, by labelled modality', () => {
  const { text } = overlays(withOverlays(), 'segmentation');
  expect(text.match(/<h3>[^<]*/g)).toEqual(['<h3>Trained on audio', '<h3>Trained on text']);
  // Two clips, with frame, truth and two or one predictions.
  expect(text.match(/<svg/g)).toHaveLength(2 * 4 + 2 * 3);
  expect(text).toContain('href="data:image/png;base64,0audiotext9Pre"');
  expect(text).not.toContain('1audiotext');
  expect(text).toContain('aria-label="clip 9, the prediction from the codes of text"');
  const ids = [...text.matchAll(/<mask id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(text).toContain(`mask="url(#${id})"`);
});

test('the page lets the browser show them, and omits a task without any', () => {
  const page = renderReport(withOverlays());
  expect(page).toContain('img-src data:;');
  expect(page).toContain('Predicted masks');
  expect(overlays(sampleData({ seeds: 1 }), 'classification').text).toBe('');
  expect(overlays({ ...sampleData({ seeds: 1 }), runs: [] }, 'segmentation').text).toBe('');
});
