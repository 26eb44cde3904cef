import markdownItKatex from '@vscode/markdown-it-katex';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const PRIVATE = ['parity', 'test-support'];

/** What formulas in docstrings may use beside TeX, so that they are readable in an editor too. */
const MACROS = Object.fromEntries(
  ['mean', 'var', 'softmax', 'sg', 'diag', 'argmin'].map((name) => [`\\${name}`, `\\operatorname*{${name}}`]),
);

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'Cross Modal Generalization',
  readme: join(ROOT, 'docs/README.md'),
  out: join(ROOT, 'docs/site'),
  entryPointStrategy: 'packages',
  entryPoints: [join(ROOT, 'packages/*')],
  exclude: PRIVATE.map((name) => join(ROOT, 'packages', name)),
  projectDocuments: [
    'docs/guides/*.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'docs/decisions/README.md',
    'docs/decisions/[0-9]*.md',
    'docs/results/README.md',
    'docs/results/[a-z]*.md',
    'configs/README.md',
    'benchmarks/README.md',
    'benchmarks/RESULTS.md',
    'benchmarks/defaults/*.md',
  ].map((path) => join(ROOT, path)),
  // Paths are checked once all packages are there, as READMEs point at each other.
  packageOptions: { validation: { invalidPath: false } },

  plugin: ['typedoc-plugin-zod', join(import.meta.dirname, 'site-plugin.mjs')],
  markdownItLoader: (parser) => void parser.use(markdownItKatex.default, { macros: MACROS, throwOnError: true }),
  navigation: { includeFolders: false },
  customCss: join(import.meta.dirname, 'site.css'),

  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
};
