import { createRequire } from 'node:module';

interface Renderer {
  render(): Promise<string>;
}
const ChangelogRenderer = createRequire(import.meta.url)('../changelog-renderer.cjs') as new (config: object) => Renderer;

const change = (scope: string, description: string, affectedProjects: string[] | '*' = '*') => ({
  type: 'feat',
  scope,
  description,
  affectedProjects,
  githubReferences: [],
});
const CHANGES = [
  change('codebook', 'cosine distance'),
  change('core, codebook', 'levels'),
  change('cli', 'a command that touches codebook'),
  change('release', 'a check'),
  change('modality', 'shared layers'),
  change('', 'a new compiler', ['@cmg/codebook']),
  change('', 'a report', ['@cmg/report']),
];
const entry = (project: string | null) =>
  new ChangelogRenderer({
    changes: CHANGES,
    changelogEntryVersion: '0.2.0',
    project,
    entryWhenNoChanges: 'Nothing.',
    changelogRenderOptions: {},
    conventionalCommitsConfig: { types: { feat: { changelog: { title: 'New' } } } },
    remoteReleaseClient: { getRemoteRepoData: () => null },
  }).render();

test("a package's changelog lists what names it, and what changed it and names no package", async () => {
  expect(await entry('@cmg/codebook')).toBe(
    '## 0.2.0\n\n### New\n\n- **codebook:** cosine distance\n- **core, codebook:** levels\n- a new compiler',
  );
  expect(await entry('@cmg/modality-audio')).toBe('## 0.2.0\n\n### New\n\n- **modality:** shared layers');
  expect(await entry('@cmg/search')).toBe('## 0.2.0\n\nNothing.');
});

test('that of the repository gets a heading for what stands at its top', async () => {
  expect(await entry(null)).toBe('## 0.2.0');
});
