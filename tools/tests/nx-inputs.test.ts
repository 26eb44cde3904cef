import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

interface Inputs {
  readonly files: readonly string[];
  readonly environment: readonly string[];
  readonly runtime?: readonly string[];
}

/** What Nx hashes to decide whether a cached result of the target still holds. */
function inputsOf(target: string): Inputs {
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const env = { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' };
  return JSON.parse(
    execFileSync(process.execPath, [nx, 'show', 'target', 'inputs', target, '--json'], { cwd: ROOT, env, encoding: 'utf8' }),
  ) as Inputs;
}

describe('a cached result is replayed only if nothing that it depends on has changed', () => {
  it('of tests', () => {
    const { files, environment, runtime } = inputsOf('@cmg/cli:test');
    expect(files).toEqual(
      expect.arrayContaining([
        'packages/cli/bin/cmg.mjs',
        'packages/cli/src/main.ts',
        'packages/cli/tests/main.test.ts',
        'packages/cli/package.json',
        'packages/core/src/index.ts', // of a package below, by several arrows
        'packages/digits/assets/README.md',
        'packages/runtime/provision/index.mjs',
        'packages/runtime/assembly/multiply.ts',
        'packages/create/templates/modality.ts',
        'configs/digits.yaml',
        'fixtures/baselines/golden.json',
        'jest.preset.mjs',
        'tools/jest/backend.mjs',
        'tsconfig.base.json',
      ]),
    );
    expect(files.filter((file) => /(^|\/)(dist|node_modules)\//.test(file))).toEqual([]);
    expect(environment).toEqual(expect.arrayContaining(['CMG_TEST_BACKEND', 'CMG_BACKEND', 'CMG_NATIVE']));
    expect(runtime).toEqual(['node -p process.version+process.platform+process.arch']);
  });

  it('of the linter', () => {
    const { files } = inputsOf('@cmg/dcid:lint');
    expect(files).toEqual(expect.arrayContaining(['eslint.config.mjs', 'packages/dcid/src/club.ts', 'packages/core/src/index.ts']));
  });
});
