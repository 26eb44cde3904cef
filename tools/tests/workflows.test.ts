import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

interface Workflow {
  readonly jobs: Record<
    string,
    { readonly 'timeout-minutes': number; readonly steps: readonly { readonly run?: string; readonly uses?: string }[] }
  >;
}

const workflows = readdirSync(join(ROOT, '.github/workflows')).map(
  (file) => [file, parse(read(`.github/workflows/${file}`)) as Workflow] as const,
);

it.each(workflows)('%s runs scripts that exist, in jobs that end', (_, { jobs }) => {
  const commands = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  const called = commands.flatMap((line) => [...line.matchAll(/npm (?:run ([\w:]+)|(test|start))/g)].map(([, run, short]) => run ?? short));
  expect(called.length).toBeGreaterThan(0);
  expect(called.filter((name) => name === undefined || scripts[name] === undefined)).toEqual([]);
  for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
});

it('tests every supported Node on Linux, and WebAssembly on the other systems', () => {
  const ci = workflows.find(([file]) => file === 'ci.yml')?.[1] as unknown as {
    jobs: { test: { strategy: { matrix: { include: readonly object[] } } } };
  };
  expect(ci.jobs.test.strategy.matrix.include).toEqual([
    { os: 'ubuntu-latest', node: 20 },
    { os: 'ubuntu-latest', node: 22 },
    { os: 'ubuntu-latest', node: 24 },
    { os: 'macos-latest', node: 20, backend: 'wasm' },
    { os: 'windows-latest', node: 20, backend: 'wasm' },
  ]);
});

it('issue forms and dependabot are YAML, each field with a name of its own', () => {
  for (const form of ['bug', 'idea']) {
    const { body } = parse(read(`.github/ISSUE_TEMPLATE/${form}.yml`)) as { body: readonly { id: string }[] };
    const ids = body.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
  const { updates } = parse(read('.github/dependabot.yml')) as { updates: readonly { directories?: readonly string[] }[] };
  for (const folder of updates.flatMap(({ directories = [] }) => directories))
    expect(statSync(join(ROOT, folder, 'package.json')).isFile()).toBe(true);
});

it('the hook can be run', () => {
  expect(statSync(join(ROOT, '.githooks/pre-commit')).mode & 0o111).not.toBe(0);
});
