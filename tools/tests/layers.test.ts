import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import config from '../../eslint.config.mjs';

const ROOT = join(import.meta.dirname, '../..');
const RULE = '@nx/enforce-module-boundaries';

/** The layers' rule alone: it needs no types, which take half a minute. */
const layers = (config as Linter.Config[]).filter(({ rules }) => rules?.[RULE] !== undefined);
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfigFile: true,
  overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } }, ...layers],
});

/** What the linter says of an import in a package. */
async function told(name: string, imported: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import * as other from '${imported}';\nvoid other;\n`, {
    filePath: join(ROOT, `packages/${name}/src/virtual.ts`),
  });
  return result!.messages.map(({ ruleId, message }) => `${ruleId}: ${message.split('\n')[0]}`);
}

beforeAll(() => {
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  // The rule reads the graph of the packages that this leaves.
  execFileSync(process.execPath, [nx, 'show', 'projects', '--json'], {
    cwd: ROOT,
    env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' },
  });
});

it.each([
  ['codebook', '@cmg/formats', 'layer:codebook', '"layer:core", "layer:nn"'],
  [
    'trainer',
    '@cmg/tasks',
    'upper:trainer',
    '"layer:core", "layer:formats", "layer:config", "layer:runtime", "layer:nn", "layer:codebook"',
  ],
  ['tasks', '@cmg/modality-audio', 'upper:tasks', '"layer:core", "layer:formats", "layer:runtime", "layer:nn", "layer:codebook"'],
])('%s may not import %s', async (name, imported, tag, allowed) => {
  expect(await told(name, imported)).toEqual([`${RULE}: A project tagged with "${tag}" can only depend on libs tagged with ${allowed}`]);
});

it.each([
  ['trainer', '@cmg/codebook'],
  ['report', '@cmg/tasks'],
  ['official', '@cmg/trainer'],
])('%s may import %s', async (name, imported) => {
  expect(await told(name, imported)).toEqual([]);
});

it('every package of the layer `upper` has a tag of its own, which the linter knows', () => {
  const [, options] = layers[0]!.rules![RULE] as [string, { depConstraints: { sourceTag: string }[] }];
  const known = options.depConstraints.map(({ sourceTag }) => sourceTag).filter((tag) => tag.startsWith('upper:'));
  const upper = readdirSync(join(ROOT, 'packages')).filter((folder) => tagsOf(folder).includes('layer:upper'));
  expect(upper.map((folder) => tagsOf(folder))).toEqual(upper.map((folder) => ['layer:upper', `upper:${folder}`]));
  expect(known.sort()).toEqual(upper.map((folder) => `upper:${folder}`));
});

function tagsOf(folder: string): readonly string[] {
  return (JSON.parse(readFileSync(join(ROOT, 'packages', folder, 'package.json'), 'utf8')) as { nx: { tags: string[] } }).nx.tags;
}
