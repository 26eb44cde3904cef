import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HeadlineTable } from '@cmg/report';
import { main } from '../src/index.js';
import { CapturedTerminal } from './support/captured-terminal.js';
import { runCmg } from './support/run-cmg.js';
import { runHere } from './support/run-here.js';
import { tinyConfig } from './support/tiny-config.js';

const STUDY = `name: small
base: ./tiny.yaml
seeds: 2
rows:
  - {name: Baseline, without: [club, cross-cpc, cmcm, cross-commitment, mm-ema, code-reset]}
  - {name: DCID + CMCM, without: [cross-commitment, mm-ema, code-reset]}
`;

/** An objective that cannot be made. */
const BROKEN = `import { z } from ${JSON.stringify(import.meta.resolve('zod'))};
export default { name: 'broken', description: 'never works', options: z.strictObject({}), create() { throw new Error('no such luck'); } };
`;

describe('cmg study', () => {
  let folder: string;
  const out = (...parts: string[]) => join(folder, ...parts);
  const write = async (name: string, text: string) => {
    await writeFile(out(name), text);
    return out(name);
  };
  const cells = ['baseline/seed-0', 'baseline/seed-1', 'dcid-cmcm/seed-0', 'dcid-cmcm/seed-1'];
  const results = (study: string) =>
    Promise.all(
      cells.map(async (cell) => {
        const { seed, transfer, codes } = JSON.parse(await readFile(out(study, 'cells', cell, 'result.json'), 'utf8')) as Record<
          string,
          unknown
        >;
        return { seed, transfer, codes };
      }),
    );

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'cmg-study-')));
    await tinyConfig(folder, { '  - {use: video, layers: 1, feedForward: 16, specificWidth: 8}\n': '', 'epochs: 3': 'epochs: 1' });
    await write('study.yaml', STUDY);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('lists every mistake of a study at once', async () => {
    const file = await write(
      'bad.yaml',
      STUDY.replace('cmcm, cross', 'cncm, cross').replace('seeds', 'sseds').replace('DCID + CMCM', 'baseline'),
    );
    const terminal = new CapturedTerminal();
    expect(await main(['study', file, '--set', 'widht=8'], terminal)).toBe(2);
    expect(terminal.noted.join('\n').replace('error: ', '').split('\n')).toEqual([
      `${file}:3:1: sseds: unknown option, did you mean 'seeds'? (known: name, title, summary, base, seeds, evaluate, published, reference, set, without, add, rows)`,
      expect.stringContaining(`${file}:5:49: the config has no objective 'cncm', did you mean 'cmcm'? (it has: `),
      `${file}:6:6: name: 'baseline' has the same folder, 'baseline', as 'Baseline'`,
      expect.stringContaining('--set widht=8: unknown option (known: name, seed, width'),
    ]);
    const unknown = new CapturedTerminal();
    expect(await main(['study', 'tabel1'], unknown)).toBe(2);
    expect(unknown.noted.join()).toContain("no ready-made study is called 'tabel1', did you mean 'table1'?");
    const noRow = new CapturedTerminal();
    expect(await main(['study', out('study.yaml'), '--rows', 'baseline,CMCM'], noRow)).toBe(2);
    expect(noRow.noted.join()).toContain("--rows: no row is called 'CMCM'\n  There are: Baseline, DCID + CMCM.");
  });

  it('trains every row with every seed, after kill -9 as if nothing had happened', async () => {
    const straight = await runCmg(['study', out('study.yaml'), '--out', out('straight'), '--json']);
    expect(straight).toMatchObject({ code: 0 });
    const [table] = JSON.parse(straight.stdout) as HeadlineTable[];
    expect(table?.rows.map(({ label, cells: [first] }) => [label, first?.count])).toEqual([
      ['Baseline', 2],
      ['DCID + CMCM', 2],
    ]);
    expect(straight.stderr).toMatch(/^\[4\/4\] DCID \+ CMCM, seed 1: classification \d+\.\d \(trained \d+ s\)$/m);
    expect((await readFile(out('straight/report.html'), 'utf8')).includes('DCID + CMCM')).toBe(true);

    const plan = await runHere([
      'study',
      out('study.yaml'),
      '--out',
      out('straight'),
      '--seeds',
      '3',
      '--rows',
      'DCID + CMCM,Baseline',
      '--plan',
    ]);
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.stdout.replace(/\d+\.\d/g, '#').split('\n')).toEqual([
      `small: 2 rows, 3 seeds, in ${out('straight')}`,
      'row          seeds done  to do  minutes each  objectives',
      'Baseline     0 1             2           #  reconstruction, commitment',
      'DCID + CMCM  0 1             2           #  reconstruction, commitment, club, cross-cpc, cmcm',
      '6 cells, 4 finished; the others: about # minutes',
      '',
    ]);

    const args = ['study', out('study.yaml'), '--out', out('killed'), '--json'];
    let killed = false;
    const stopped = await runCmg(args, (child, stderr) => {
      if (!killed && stderr.includes('[1/4]')) killed = child.kill('SIGKILL');
    });
    expect(stopped.code).toBe('SIGKILL');
    const first = out('killed/cells/baseline/seed-0/result.json');
    const before = await stat(first);
    expect(existsSync(out('killed/cells/dcid-cmcm/seed-1/result.json'))).toBe(false);
    const again = await runHere(args);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('1 of 4 cells are finished already\n');
    expect((await stat(first)).mtimeMs).toBe(before.mtimeMs);
    expect(await results('killed')).toEqual(await results('straight'));
    expect((await readdir(out('killed/cells/baseline/seed-0'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  }, 240_000);

  it('stops after Ctrl-C, and goes on', async () => {
    const args = ['study', out('study.yaml'), '--out', out('stopped'), '--rows', 'baseline'];
    let sent = false;
    const stopped = await runCmg(args, (child, stderr) => {
      if (!sent && stderr.includes('TensorFlow backend')) sent = child.kill('SIGINT');
    });
    expect(stopped).toMatchObject({ code: 130, stdout: '' });
    expect(stopped.stderr).toContain(`Interrupted; go on with: cmg ${args.join(' ')}\n`);
    expect(await runHere(args)).toMatchObject({ code: 0 });
  }, 240_000);

  it('names a cell that fails, runs the others, and tries it again', async () => {
    await write('broken.mjs', BROKEN);
    const file = await write('failing.yaml', `${STUDY.replace('seeds: 2', 'seeds: 1')}  - {name: Broken, add: [./broken.mjs]}\n`);
    const args = ['study', file, '--out', out('failing')];
    const { code, stdout, stderr } = await runCmg(args);
    expect({ code, lines: stdout.split('\n').map((line) => line.split(/ {2,}/)[0]) }).toEqual({
      code: 1,
      lines: [
        'classification: accuracy in percent, trained on the codes of one modality and tested on those of another',
        '',
        'Baseline',
        'DCID + CMCM',
        'Broken',
        'chance',
        'most frequent class',
        'labels of the target',
        'linear probe of raw features',
        'The same letter twice is the labelled modality itself, the upper bound of those that it is transferred to.',
        '',
      ],
    });
    expect(stderr).toContain('[3/3] Broken, seed 0 failed: ');
    expect(stderr).toMatch(/^failed: Broken, seed 0: .*no such luck/m);
    await write('broken.mjs', BROKEN.replace("throw new Error('no such luck')", 'return { terms: () => ({ losses: {} }) }'));
    const mended = await runCmg(args);
    expect(mended).toMatchObject({ code: 0 });
    expect(mended.stderr).toContain('2 of 3 cells are finished already');
  }, 240_000);

  it('sets a config beside plain contrast, and says what the numbers mean', async () => {
    const { code, stdout } = await runHere(['probe', '--config', out('tiny.yaml'), '--out', out('probed')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^InfoNCE /m);
    expect(stdout).toMatch(/^This config scores \d+\.\d, InfoNCE \d+\.\d \(mean of all transfers\): /m);
    const cell = JSON.parse(await readFile(out('probed/cells/infonce/seed-0/cell.json'), 'utf8')) as {
      objectives: { use: string }[];
      modalities: { context: string }[];
    };
    expect(cell.objectives.map(({ use }) => use)).toEqual(['reconstruction', 'commitment', 'infonce', 'code-reset']);
    expect(new Set(cell.modalities.map(({ context }) => context))).toEqual(new Set(['none']));
    const page = await readFile(out('probed/report.html'), 'utf8');
    expect(page).toContain('<h2>What the numbers say</h2>');
    expect(page).toContain(`cmg probe --config ${out('tiny.yaml')}`);
  }, 240_000);

  it('refuses to mix a changed row with old results, until it is trained anew', async () => {
    const file = await write('changing.yaml', STUDY.replace('seeds: 2', 'seeds: 1'));
    const args = ['study', file, '--out', out('changing')];
    expect(await runHere(args)).toMatchObject({ code: 0 });
    const other = STUDY.replace('seeds: 2', 'seeds: 1').replace(
      'reset]}\n  -',
      'reset], set: {training.epochs: 2, codebook.size: 8}}\n  -',
    );
    await writeFile(file, other);
    const plan = await runHere([...args, '--plan', '--json']);
    expect(JSON.parse(plan.stdout)).toMatchObject({
      study: 'small',
      jobs: 1,
      cells: [
        { row: 'Baseline', seed: 0, folder: out('changing/cells/baseline/seed-0'), state: 'changed' },
        { row: 'DCID + CMCM', seed: 0, state: 'finished' },
      ],
    });
    const refused = await runHere(args);
    expect(refused).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${out('changing')}: cells in this folder were trained by other configs than these rows have now:
  'Baseline'
    training.epochs: 1 when it was trained, 2 now
    codebook.size: 16 when it was trained, 8 now
  Train them anew with --fresh --rows 'Baseline', or keep both in another folder (--out).
`,
    });
    const anew = await runHere([...args, '--fresh', '--rows', 'Baseline']);
    expect(anew).toMatchObject({ code: 0 });
    await appendFile(file, '# tasks, observers and names may change\n');
    const kept = await runHere([...args, '--tasks', 'retrieval']);
    expect(kept).toMatchObject({ code: 0 });
    expect(kept.stdout).toContain('retrieval: ');
  }, 240_000);
});
