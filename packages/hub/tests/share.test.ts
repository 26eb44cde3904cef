import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pullRun, pushRun } from '../src/index.js';
import { FakeHub } from './support/fake-hub.js';
import { smallHead, smallRun } from './support/small-run.js';

const WEIGHTS = /^heads\/classification-audio-seed-0\/weights-[0-9a-f]{64}\.safetensors$/;

describe('a run that is shared', () => {
  let folder: string;
  let run: string;
  let heads: string;
  let hub: FakeHub;
  const at = (name: string) => join(folder, name);
  const told = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error: unknown) => (error as Error).message.replaceAll(`${folder}/`, '').replaceAll(hub.url, 'HUB'),
    );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-hub-'));
    ({ run, heads } = await smallRun(folder));
    hub = await FakeHub.start();
    process.env['HF_ENDPOINT'] = hub.url;
    process.env['HF_TOKEN'] = 'hf_secret';
  });
  afterEach(async () => {
    delete process.env['HF_ENDPOINT'];
    delete process.env['HF_TOKEN'];
    await hub.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const same = async (pulled: string) => {
    for (const file of ['checkpoint.safetensors', 'config.yaml', 'metrics.jsonl']) {
      expect(await readFile(join(pulled, file))).toEqual(await readFile(join(run, file)));
    }
    const head = JSON.parse(await readFile(join(pulled, 'heads/classification-audio-seed-0/head.json'), 'utf8')) as { run: unknown };
    expect(head.run).toEqual({ folder: '../..', checkpoint: expect.stringMatching(/^[0-9a-f]{64}$/) });
  };

  it('goes to a hub and comes back, with its heads, byte by byte', async () => {
    const pushed = await pushRun(run, 'hf:me/mine', { heads, licence: 'mit', private: true });
    expect(pushed.where).toBe(`${hub.url}/me/mine`);
    expect(pushed.files).toEqual([
      'README.md',
      'config.yaml',
      'checkpoint.safetensors',
      'heads/classification-audio-seed-0/head.json',
      expect.stringMatching(WEIGHTS),
      'metrics.jsonl',
      'cmg-run.json',
    ]);
    expect([...(hub.repositories.get('me/mine')?.keys() ?? [])].sort()).toEqual([...pushed.files].sort());
    expect([hub.hidden.get('me/mine'), hub.commits, [...hub.tokens]]).toEqual([true, ['Upload mine'], ['Bearer hf_secret']]);
    const fetched: string[] = [];
    const pulled = await pullRun('hf:me/mine', { out: at('theirs'), onFile: (path) => fetched.push(path) });
    expect(pulled).toEqual({
      folder: at('theirs'),
      heads: [at('theirs/heads/classification-audio-seed-0')],
      plugins: ['./loud.mjs'],
    });
    expect(fetched).toHaveLength(6);
    await same(at('theirs'));
    await pushRun(run, 'hf:me/mine', { message: 'without heads' }); // into the repository that is there
    expect(hub.commits).toEqual(['Upload mine', 'without heads']);
  });

  it('goes to a folder and comes back', async () => {
    await pushRun(run, at('shared'), { heads });
    await pullRun(at('shared'), { out: at('theirs') });
    await same(at('theirs'));
    expect(await readFile(at('shared/README.md'), 'utf8')).toContain(`cmg pull ${at('shared')} --out runs/small`);
  });

  it('never replaces a folder', async () => {
    await pushRun(run, at('shared'));
    const hint = 'is there already; nothing was changed\n  Give another folder, or delete this one.';
    expect(await told(pushRun(run, at('shared')))).toBe(`shared: ${hint}`);
    expect(await told(pullRun(at('shared'), { out: run }))).toBe(`small: ${hint}`);
  });

  it('shares heads of its checkpoint alone', async () => {
    await smallHead(join(heads, 'other'), 'a'.repeat(64));
    expect(await told(pushRun(run, at('shared'), { heads }))).toBe(
      'heads/other: was trained on another checkpoint than the one that is shared\n  Train it again with `cmg transfer --save`, or choose its checkpoint with --step.',
    );
    await mkdir(at('none'));
    expect(await told(pushRun(run, at('shared'), { heads: at('none') }))).toBe('none: there is no head in this folder');
    expect(await told(pushRun(run, at('shared'), { licence: 'mit\nx: y' }))).toContain('is no identifier of a licence');
    expect(await readdir(folder)).toEqual(expect.not.arrayContaining(['shared']));
  });

  describe('and was changed on its way', () => {
    const edit = async (change: (manifest: { files: Record<string, unknown> }) => void) => {
      const file = at('shared/cmg-run.json');
      const manifest = JSON.parse(await readFile(file, 'utf8')) as { files: Record<string, unknown> };
      change(manifest);
      await writeFile(file, JSON.stringify(manifest));
    };
    beforeEach(() => pushRun(run, at('shared')));
    afterEach(async () => expect(await readdir(folder)).toEqual(['heads', 'shared', 'small'])); // nothing is left

    it.each([
      ['by a byte', (bytes: Buffer) => bytes.fill(7, 40, 41), 'its SHA-256 is another'],
      ['at its end', (bytes: Buffer) => bytes.subarray(0, -1), /^it has \d+ bytes, \d+ were expected$/],
      ['by what follows', (bytes: Buffer) => Buffer.concat([bytes, bytes]), /^it has more than \d+ bytes$/],
    ])('is refused: a checkpoint that differs %s', async (_, change, why) => {
      const file = at('shared/checkpoint.safetensors');
      await writeFile(file, change(await readFile(file)));
      const message = await told(pullRun(at('shared'), { out: at('theirs') }));
      const [, reason = ''] = /^shared\/checkpoint\.safetensors: is damaged: (.*)\n/.exec(message) ?? [];
      expect(reason).toEqual(typeof why === 'string' ? why : expect.stringMatching(why));
    });

    it.each(['../evil.sh', '/etc/passwd', 'heads/../../x/head.json', 'node_modules/x/index.js', 'heads/a/b/head.json'])(
      'writes no file called %s',
      async (path) => {
        await edit(({ files }) => Object.defineProperty(files, path, { value: { bytes: 1, sha256: 'a'.repeat(64) }, enumerable: true }));
        expect(await told(pullRun(at('shared'), { out: at('theirs') }))).toContain(
          'shared/cmg-run.json: is not what a shared run says of its files',
        );
      },
    );

    it('is refused: a manifest without a checkpoint, or that is none', async () => {
      await edit(({ files }) => delete files['checkpoint.safetensors']);
      expect(await told(pullRun(at('shared'), { out: at('theirs') }))).toContain('expected checkpoint.safetensors');
      await writeFile(at('shared/cmg-run.json'), ' '.repeat(5 * 2 ** 20));
      expect(await told(pullRun(at('shared'), { out: at('theirs') }))).toContain('it has more than 4194304 bytes');
      await rm(at('shared/cmg-run.json'));
      expect(await told(pullRun(at('shared'), { out: at('theirs') }))).toBe('shared/cmg-run.json: is missing');
    });
  });

  it('is told of what the hub refuses', async () => {
    expect(await told(pullRun('hf:me/none', { out: at('theirs') }))).toBe(
      'HUB/me/none/cmg-run.json: the hub has no such repository or revision',
    );
    hub.repositories.set('me/other', new Map([['README.md', Buffer.from('x')]]));
    expect(await told(pullRun('hf:me/other', { out: at('theirs') }))).toBe('me/other/cmg-run.json: is missing from the hub');
    hub.failures.set('/api/repos/create', 403);
    expect(await told(pushRun(run, 'hf:me/mine'))).toContain('HUB/me/mine: the hub refuses this (403)\n  Set HF_TOKEN');
    hub.failures.set('/api/repos/create', 500);
    expect(await told(pushRun(run, 'hf:me/mine'))).toContain('HUB/me/mine: the hub cannot be used: ');
    await hub.stop();
    expect(await told(pullRun('hf:me/mine', { out: at('theirs') }))).toContain('the hub cannot be used: fetch failed: ');
    expect(await told(pullRun('hf:mine'))).toBe('hf:mine: expected hf:USER/NAME or hf:USER/NAME@REVISION, or the path of a folder');
    process.env['HF_HOME'] = folder;
    delete process.env['HF_TOKEN'];
    expect(await told(pushRun(run, 'hf:me/mine'))).toContain('a token is needed to write to the hub');
    delete process.env['HF_HOME'];
  });
});
