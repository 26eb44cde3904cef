import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/index.js';
import { CapturedTerminal } from './support/captured-terminal.js';

async function cmg(...args: string[]) {
  const terminal = new CapturedTerminal();
  const code = await main(args, terminal);
  return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cmg-plugin-'));
  await symlink(fileURLToPath(new URL('../../../node_modules', import.meta.url)), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A file with an objective, as a stranger writes it. */
async function objective(name: string, terms: string): Promise<string> {
  const file = join(folder, `${name}.mjs`);
  await writeFile(
    file,
    `import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
export default {
  name: '${name}',
  description: 'pulls sound to zero',
  options: z.strictObject({}),
  create: () => ({ terms: ({ semantic: { audio } }) => (${terms}) }),
};
`,
  );
  return file;
}

describe('cmg plugin check', () => {
  it('runs the suite of a component, one line a check, and ends with 0 where all hold', async () => {
    const file = await objective('pull', '{ losses: { all: tf.mean(tf.square(audio)) } }');
    const { code, out } = await cmg('plugin', 'check', file, '--kind', 'objective');
    expect(out).toContain('ok      gives finite named scalars, modalities: 3');
    expect(out).toMatch(/pull: all \d+ checks are fine$/);
    expect(code).toBe(0);
  });

  it('says what is wrong and what to do, and ends with 1; --json has all results', async () => {
    const file = await objective('noisy', '{ losses: { all: tf.mean(tf.square(audio)) }, metrics: { noise: tf.scalar(Math.random()) } }');
    const { code, out } = await cmg('plugin', 'check', file, '--kind', 'objective', '--json');
    expect(code).toBe(1);
    const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: { name: string; ok: boolean; message?: string }[] };
    expect(ok).toBe(false);
    expect(checks).toContainEqual({
      name: "gives the same for the same step, and draws only from the step's random numbers",
      ok: false,
      message: expect.stringMatching(/^the objective drew from Math.random: draw from context.random inside hostValue/) as string,
    });
    const plain = await cmg('plugin', 'check', file, '--kind', 'objective');
    expect(plain.out).toMatch(/failed {2}gives the same for the same step[^\n]*\n {8}the objective drew from Math\.random/);
  });

  it('--modalities says how few an objective supports, and that it refuses fewer', async () => {
    const pairs = join(folder, 'pairs.mjs');
    await writeFile(pairs, `import { infonce } from '@cmg/baselines';\nexport default { ...infonce, name: 'pairs' };\n`);
    expect(await cmg('plugin', 'check', pairs, '--kind', 'objective', '--modalities', '2')).toMatchObject({ code: 0 });
    const { code, out } = await cmg('plugin', 'check', pairs, '--kind', 'objective');
    expect([code, out]).toEqual([1, expect.stringContaining("this run has only 'audio'")]);
  });

  it('ends with 2 where it is of another kind, or the shape is missing or none', async () => {
    const file = await objective('other', '{ losses: {} }');
    const wrong = await cmg('plugin', 'check', file);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('is not a modality plugin')]);
    const shape = await cmg('plugin', 'check', file, '--shape', '6,x');
    expect([shape.code, shape.err]).toEqual([2, expect.stringContaining("--shape: '6,x' is not a shape")]);
  });
});
