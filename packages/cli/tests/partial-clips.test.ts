import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@cmg/core';
import { encodeNpy } from '@cmg/formats';
import { runCmg } from './support/run-cmg.js';

const MODALITIES = ['audio', 'video', 'text'];
/** Of a clip: each fourth lacks one modality, the others in turn end early. */
const rowsOf = (clip: number, modality: string) =>
  clip % 4 === 3 && MODALITIES[(clip >> 2) % 3] === modality ? 0 : 4 - ((clip + MODALITIES.indexOf(modality)) % 3);

const CONFIG = `name: partial
data: {use: folder, root: ROOT, segments: 4, fit: own, missing: partial}
modalities:
  - {use: audio, layers: 1, feedForward: 16, specificWidth: 8}
  - {use: video, layers: 1, feedForward: 16, specificWidth: 8}
  - {use: text, layers: 1, feedForward: 16, specificWidth: 8, lstmWidth: 4}
width: 16
codebook: {size: 16, initial: aligned}
objectives: [reconstruction, commitment, cross-commitment, {use: club, hidden: 8, steps: 2}, cross-cpc, cmcm, infonce, s-mit, sparsity, mm-ema, {use: code-reset, donor: aligned, patience: 3}]
training: {epochs: 6, batchSize: 12, logEvery: 1, learningRate: 0.01, compile: never}
tasks: [{use: classification, epochs: 30, batchSize: 8, learningRate: 0.03, hidden: 8}]
`;

describe('a folder of clips that lack modalities and end early', () => {
  let folder: string;
  let config: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-partial-'));
    const rows = ['id,split,label,audio,video,text'];
    for (let clip = 0; clip < 48; clip++) {
      const label = clip % 2;
      const cells = await Promise.all(
        MODALITIES.map(async (modality) => {
          const count = rowsOf(clip, modality);
          if (count === 0) return '';
          const random = new Random(clip).fork(modality);
          const data = Float32Array.from({ length: count * 5 }, (_, i) => (i % 5 === label ? 2 : 0) + random.normal(0, 0.2));
          await mkdir(join(folder, 'arrays', modality), { recursive: true });
          await writeFile(join(folder, 'arrays', modality, `${clip}.npy`), Buffer.concat(encodeNpy({ shape: [count, 5], data })));
          return `${modality}/${clip}.npy`;
        }),
      );
      rows.push([clip, clip < 24 ? 'train' : clip < 36 ? 'val' : 'test', ['bell', 'dog'][label], ...cells].join());
    }
    await writeFile(join(folder, 'arrays/manifest.csv'), rows.join('\n'));
    config = join(folder, 'config.yaml');
    await writeFile(config, CONFIG.replace('ROOT', join(folder, 'arrays')));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is trained on, validated and measured, each clip in what it has', async () => {
    const trained = await runCmg(['pretrain', '--config', config, '--out', join(folder, 'runs')]);
    expect([trained.code, trained.stderr]).toEqual([
      0,
      expect.stringContaining('clips take part in what they have: 2 of 24 clips of train have no audio'),
    ]);
    const lines = (await readFile(join(folder, 'runs/partial/metrics.jsonl'), 'utf8')).trim().split('\n');
    const [first, last] = [lines[0], lines.at(-1)].map((line) => JSON.parse(line!) as { total: number; losses: Record<string, number> });
    expect([lines.length, last!.total < first!.total]).toEqual([12, true]);
    expect(Object.keys(last!.losses)).toEqual(
      expect.arrayContaining(['cmcm/audio-video', 'cmcm/audio-text', 'cmcm/video-text', 'club/text']),
    );

    const measured = await runCmg(['transfer', '--run', join(folder, 'runs/partial'), '--json']);
    const results = JSON.parse(measured.stdout) as {
      from: string;
      to: string;
      clips: number;
      measures: { scores: { accuracy: number } };
    }[];
    // One of the 12 clips of the test lacks each modality.
    expect(results.map(({ from, to, clips }) => `${from}->${to} ${clips}`)).toEqual(
      MODALITIES.flatMap((from) => MODALITIES.map((to) => `${from}->${to} 11`)),
    );
    expect(Math.min(...results.filter(({ from, to }) => from === to).map(({ measures }) => measures.scores.accuracy))).toBeGreaterThan(90);
  }, 120_000);
});
