import '../../../tools/jest/threads-from-sources.mjs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCmg } from './support/run-cmg.js';
import { runHere } from './support/run-here.js';
import { tone } from './support/tone.js';

let folder: string;
const path = (...parts: string[]) => join(folder, ...parts);
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-run-'))));
afterEach(() => rm(folder, { recursive: true }));

const CLIPS = 16;

/** Sounds with a sentence each, WAV files that need no ffmpeg: twelve to train on, four to measure on. */
async function writeClips({ labels = true, first = 'clip0' } = {}): Promise<void> {
  const rows = Array.from({ length: CLIPS }, (_, i) => {
    const label = i % 2 ? 'high' : 'low';
    return `${i === 0 ? first : `clip${i}`},${i < 12 ? 'train' : 'test'},${labels ? label : ''},${i}.wav,a ${label} tone`;
  });
  for (let i = 0; i < CLIPS; i++) await writeFile(path(`${i}.wav`), tone(i % 2 ? 900 + i : 200 + i));
  await writeFile(path('clips.csv'), ['id,split,label,audio,text', ...rows, ''].join('\n'));
}

const run = (...more: string[]) => ['run', path('clips.csv'), '--out', path('out'), '--set', 'training.epochs=3', ...more];
const FEW = ['--set', 'tasks.classification.epochs=2'];

describe('cmg run', () => {
  it('extracts, trains and reports, and does nothing twice', async () => {
    await writeClips();
    const first = await runCmg(run(...FEW));
    expect(first).toMatchObject({ code: 0 });
    expect(first.stderr).toContain(`${path('clips.csv')}: 16 clips (12 train, 4 test), 2 classes, 3 segments each\n`);
    expect(first.stderr).toContain('3 steps of 12 clips');
    expect(first.stderr).toContain('16 clips extracted, 0 kept, 0 left out');
    expect(first.stderr).toContain(`cmg transfer --run ${path('out/runs/own-clips')} --save ${path('out/heads')}\n`);
    expect(first.stdout).toContain('A→T');
    expect((await readdir(path('out'))).sort()).toEqual(['config.yaml', 'features', 'report.html', 'run.json', 'runs']);
    expect(await readFile(path('out/config.yaml'), 'utf8')).toContain('data: {use: folder, root: "features", normalise: standard}');
    expect(await readFile(path('out/report.html'), 'utf8')).toContain(`cmg ${run().join(' ')}`);

    const { mtimeMs } = await stat(path('out/report.html'));
    const again = await runHere(run(...FEW, '--json'));
    expect(again.stderr).toContain('trained already');
    expect(again.stderr).not.toContain('extracted');
    expect(JSON.parse(again.stdout)).toEqual({
      outcome: 'finished',
      folder: path('out'),
      run: path('out/runs/own-clips'),
      report: path('out/report.html'),
      leftOut: 0,
    });
    expect((await stat(path('out/report.html'))).mtimeMs).toBe(mtimeMs);
  }, 180_000);

  it('goes on after Ctrl-C by the command that it names, without what cannot be read', async () => {
    await writeClips();
    await writeFile(path('5.wav'), 'no sound');
    const asked = run('--set', 'training.epochs=40', ...FEW);
    let sent = false;
    const stopped = await runCmg(asked, (child, stderr) => {
      if (!sent && stderr.includes('epoch 1/40')) sent = child.kill('SIGINT');
    });
    expect(stopped).toMatchObject({ code: 130, stdout: `interrupted; go on with: cmg ${asked.join(' ')}\n` });
    expect(stopped.stderr).toContain("left out 'clip5'");
    expect(await readdir(path('out'))).not.toContain('report.html');
    const { code, stderr, stdout } = await runHere(asked);
    expect(code).toBe(0);
    expect(stderr).toMatch(/going on after step \d+\n/);
    expect(stdout).toContain('A→T');
  }, 180_000);

  it('learns codes without labels, and says what they are good for', async () => {
    await writeClips({ labels: false });
    const { code, stdout, stderr } = await runHere(run());
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain("There are no labels in both 'train' and 'test'");
    expect(stderr).toContain(`cmg encode --run ${path('out/runs/own-clips')} --modality audio --in FILE`);
    expect(await readdir(path('out'))).not.toContain('report.html');
  }, 180_000);

  it('refuses a folder of other clips, of other options, or of something else, and only plans if asked', async () => {
    await writeClips();
    const answer = (...more: string[]) => runHere(run(...more));
    const planned = await answer('--plan');
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining('3 steps of 12 clips') });
    expect(planned.stdout).toContain('about 0.7 GB of memory');
    expect(await readdir(folder)).not.toContain('out');

    await mkdir(path('out'));
    await writeFile(path('out/notes.txt'), 'mine');
    expect(await answer('--plan')).toMatchObject({ code: 2, stderr: expect.stringContaining('was not made by `cmg run`') });
    await rm(path('out'), { recursive: true });

    await mkdir(path('out'));
    expect((await answer('--set', 'data.root=/nowhere')).code).not.toBe(0);
    expect(await answer('--segments', '2')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('was made with other options: --segments was not given'),
    });
    await writeClips({ first: 'another' });
    expect(await answer()).toMatchObject({ code: 2, stderr: expect.stringContaining('was made of other clips: those of') });
  }, 180_000);
});
