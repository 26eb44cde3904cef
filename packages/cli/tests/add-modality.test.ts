import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy } from '@cmg/formats';
import { runHere } from './support/run-here.js';

/** Sound and video on few of the shipped clips, small enough to train in seconds. */
const PAIR = `extends: digits
name: pair
set:
  data.clips: {train: 480, val: 8, test: 100}
  modalities.*.feedForward: 64
  width: 64
  training: {epochs: 8, batchSize: 40, learningRate: 0.002, warmupSteps: 0, validation: {clips: 0}}
without: [modalities.text, tasks.localisation, tasks.open-set, tasks.retrieval]
`;

/** Text joins it, by pairs of sound and text. */
const JOINED = `extends: pair.yaml
name: joined
init: {run: runs/pair}
freeze: [codebook, modalities.audio, modalities.video]
set: {training.modalities: [audio, text]}
add:
  - modalities: {use: text, layers: 1, feedForward: 64, specificWidth: 32, lstmWidth: 32, lstmLayers: 1, context: none}
`;

describe('a modality joins a finished run', () => {
  let folder: string;
  const file = (name: string) => join(folder, name);
  const cmg = async (...args: string[]) => {
    const { code, stdout, stderr } = await runHere(args);
    if (code !== 0) throw new Error(stderr);
    return { stdout, stderr };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-join-'));
    await writeFile(file('pair.yaml'), PAIR);
    await writeFile(file('joined.yaml'), JOINED);
    await cmg('pretrain', '--config', file('pair.yaml'), '--out', file('runs'));
  }, 240_000);
  afterAll(() => rm(folder, { recursive: true }));

  it('by pairs with one of the old ones alone, and all directions work; codes of the old ones are the same bits', async () => {
    const { stderr } = await cmg('pretrain', '--config', file('joined.yaml'), '--out', file('runs'));
    expect(stderr).toMatch(
      /note: starts from .*pair, step 96: 65 of 93 weights and the codes; these begin anew: front-end, encoder\/text, decoder\/text\n/,
    );
    expect(stderr).toMatch(/codes audio \d+, text \d+, shared/);
    const { stdout } = await cmg('transfer', '--run', file('runs/joined'), '--from', 'video', '--to', 'text', '--json');
    const [{ measures }] = JSON.parse(stdout) as [{ measures: { scores: { accuracy: number }; chance: number } }];
    expect(measures.chance).toBe(10);
    expect(measures.scores.accuracy).toBeGreaterThan(60);
    const shapes = { audio: [4, 10, 128], video: [4, 10, 7, 7, 64] };
    for (const [modality, shape] of Object.entries(shapes)) {
      const data = new Float32Array(shape.reduce((a, b) => a * b)).map((_, i) => Math.sin(i * i));
      await writeFile(file(`${modality}.npy`), Buffer.concat(encodeNpy({ shape, data })));
      const codes: Buffer[] = [];
      for (const run of ['pair', 'joined']) {
        const out = file(`${modality}-${run}.npy`);
        const [from, of] = [file(`${modality}.npy`), file(`runs/${run}`)];
        await cmg('encode', '--run', of, '--modality', modality, '--in', from, '--out', out, '--vectors');
        codes.push(await readFile(out));
      }
      expect(codes[1]?.equals(codes[0] as Buffer)).toBe(true);
    }
  }, 240_000);

  it('from a run that the command names, and says what cannot be frozen', async () => {
    const args = [
      'pretrain',
      '--config',
      file('pair.yaml'),
      '--out',
      file('more'),
      '--init',
      file('runs/pair'),
      '--set',
      'training.epochs=1',
    ];
    const { stderr } = await cmg(...args);
    expect(stderr).toMatch(/note: starts from .*pair, step 96: 65 of 65 weights and the codes\n/);
    const wrong = await runHere([...args, '--set', 'name=wrong', '--set', 'freeze=[modalities.vido]']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain(
      "--set freeze=[modalities.vido]: [0]: nothing is called 'modalities.vido', did you mean 'modalities.video'?",
    );
  }, 240_000);
});
