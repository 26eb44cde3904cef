import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const TFJS = '@tensorflow/tfjs';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly keywords?: readonly string[];
  readonly homepage?: string;
  readonly bugs?: string;
  readonly repository?: object;
  readonly license?: string;
  readonly type?: string;
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly publishConfig?: object;
}

interface Package extends Manifest {
  /** Relative to the repository. */
  readonly folder: string;
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const folders = ['configs', ...readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}`)];
const all = folders.map((folder): Package => ({ folder, ...(JSON.parse(read(`${folder}/package.json`)) as Manifest) }));
const published = all.filter((one) => one.private !== true);
const find = (name: string): Package | undefined => published.find((one) => one.name === name);
const named = (name: string): Package => find(name) as Package;

/** All that a user of a package gets with it, or is asked for. */
const required = ({ dependencies, optionalDependencies, peerDependencies }: Manifest): Readonly<Record<string, string>> => ({
  ...dependencies,
  ...optionalDependencies,
  ...peerDependencies,
});

/** `@cmg/core/testing` -> `@cmg/core`. */
const packageOf = (specifier: string): string => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

const IMPORT = /^(?:import|export)(?! type\b)[^;]*?from '([^']+)'|\bimport\('([^']+)'\)/gm;
const ANY_IMPORT = /\bfrom '([^']+)'|\bimport\(['"]([^'"]+)['"]\)/g;

/** What the sources of a package import when they run. */
function importsOf({ folder }: Package): string[] {
  const src = join(ROOT, folder, 'src');
  if (!existsSync(src)) return [];
  const files = (readdirSync(src, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts'));
  const statements = files.flatMap((file) => [...readFileSync(join(src, file), 'utf8').matchAll(IMPORT)]);
  const imported = statements.map(([, from, dynamic]) => (from ?? dynamic) as string);
  return [...new Set(imported.filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:')).map(packageOf))];
}

/** What the declarations that a user's compiler reads need besides themselves: packages, and the types of Node. */
function declarationsNeed({ folder, exports }: Package): string[] {
  const entries = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : [target['types'] ?? []].flat()));
  const seen = new Set<string>();
  const needed = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = read(file);
    if (/\bNodeJS\.|\bBuffer\b/.test(text.replace(/\/\*[^]*?\*\//g, ''))) needed.add('node:');
    for (const [, from, dynamic] of text.matchAll(ANY_IMPORT)) {
      const specifier = (from ?? dynamic) as string;
      if (!specifier.startsWith('.')) needed.add(specifier.startsWith('node:') ? 'node:' : packageOf(specifier));
      else visit(posix.join(posix.dirname(file), specifier.replace(/\.(m?)js$/, '.d.$1ts')));
    }
  };
  for (const entry of entries) visit(posix.join(folder, entry));
  return [...needed];
}

describe.each(published)('$name', (one) => {
  const { folder, name, version } = one;

  it('says what it is and where it comes from', () => {
    expect(one).toMatchObject({
      description: expect.stringMatching(/^[A-Z].{10,}[^.]$/),
      keywords: expect.arrayContaining(['cross-modal']),
      homepage: `https://github.com/cross-modal-generalization/cmg/tree/main/${folder}#readme`,
      bugs: 'https://github.com/cross-modal-generalization/cmg/issues',
      repository: { type: 'git', url: 'git+https://github.com/cross-modal-generalization/cmg.git', directory: folder },
      license: 'MIT',
      engines: { node: '>=20.11' },
      publishConfig: { access: 'public' },
    });
    expect(version).toBe(named('@cmg/core').version);
    expect(read(`${folder}/LICENSE`)).toBe(read('LICENSE'));
  });

  it('requires what it imports, and not what it must not', () => {
    const own = required(one);
    expect(importsOf(one).filter((imported) => imported !== name && !(imported in own))).toEqual([]);
    const internal = Object.entries({ ...own, ...one.devDependencies }).filter(([dependency]) => dependency.startsWith('@cmg/'));
    const wrong = internal.filter(([dependency, range]) => find(dependency) !== undefined && range !== `^${version}`);
    expect(wrong).toEqual([]);
    expect(Object.keys(own).filter((dependency) => all.some((other) => other.name === dependency && other.private))).toEqual([]);
  });

  it('takes tfjs as it finds it', () => {
    const isRequired = ({ peerDependencies, peerDependenciesMeta }: Manifest) =>
      peerDependencies?.[TFJS] !== undefined && peerDependenciesMeta?.[TFJS]?.optional !== true;
    const needs = (other: Package | undefined): boolean =>
      other !== undefined && (isRequired(other) || Object.keys(other.dependencies ?? {}).some((dependency) => needs(find(dependency))));
    expect(one.dependencies ?? {}).not.toHaveProperty([TFJS]);
    expect(isRequired(one)).toBe(needs(one));
  });
});

test('the command asks for the tfjs that the native and the WebAssembly backend are made for, and brings what may be left out', () => {
  const { peerDependencies, optionalDependencies } = named('@cmg/cli');
  const runtime = named('@cmg/runtime');
  const versions = [
    peerDependencies?.[TFJS],
    named('@cmg/create').devDependencies?.[TFJS],
    runtime.peerDependencies?.[TFJS],
    runtime.dependencies?.['@tensorflow/tfjs-backend-wasm'],
  ];
  expect(versions).toEqual(Array(versions.length).fill('4.22.0'));
  const { peerDependenciesMeta = {} } = named('@cmg/pipeline');
  const leftOut = ['datasets', 'digits', 'modality-audio', 'modality-text', 'modality-video', 'search', 'web'].map((one) => `@cmg/${one}`);
  expect(Object.keys(optionalDependencies ?? {}).sort()).toEqual(leftOut);
  expect(Object.keys(peerDependenciesMeta).sort()).toEqual(leftOut);
});

test('private packages take whatever version is released', () => {
  const ranges = all.filter((one) => one.private).flatMap((one) => Object.entries(required(one)));
  expect(ranges.filter(([dependency, range]) => find(dependency) !== undefined && range !== '*')).toEqual([]);
});

test('examples take the latest release, so that none has to change for one', () => {
  const folders = readdirSync(join(ROOT, 'examples'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const manifests = folders.map(({ name }) => JSON.parse(read(`examples/${name}/package.json`)) as Manifest);
  const ranges = manifests.flatMap((one) => Object.entries(required(one)).filter(([dependency]) => dependency.startsWith('@cmg/')));
  expect(ranges.length).toBeGreaterThan(manifests.length);
  expect(ranges.filter(([dependency, range]) => find(dependency) === undefined || range !== 'latest')).toEqual([]);
});

interface Tarball {
  readonly name: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

describe('tarballs', () => {
  let tarballs: readonly Tarball[];
  beforeAll(() => {
    const unbuilt = published.filter(({ folder, type }) => type === 'module' && !existsSync(join(ROOT, folder, 'dist/index.js')));
    if (unbuilt.length > 0) throw new Error(`not built: ${unbuilt.map(({ name }) => name).join(', ')}; run npm run build`);
    const args = ['pack', '--dry-run', '--json', ...published.flatMap(({ folder }) => ['--workspace', folder])];
    const json = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe', shell: process.platform === 'win32' });
    tarballs = JSON.parse(json) as Tarball[];
  }, 120_000);
  const tarball = (name: string): Tarball => tarballs.find((one) => one.name === name) as Tarball;

  it.each(published)('$name holds what it promises and nothing else', (one) => {
    const { folder, name, exports, bin = {}, files: listed } = one;
    const paths = tarball(name).files.map(({ path }) => path);
    const entries = [...Object.values(exports).flatMap((target) => (typeof target === 'string' ? target : Object.values(target)))];
    const wanted = [...entries, ...Object.values(bin)].map((path) => posix.normalize(path)).filter((path) => !path.includes('*'));
    expect(paths).toEqual(expect.arrayContaining([...wanted, 'CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']));
    expect(listed).toContain('CHANGELOG.md');

    const isOutput = (path: string) => path.startsWith('dist/');
    const made = paths
      .filter((path) => path.startsWith('src/'))
      .flatMap((path) => {
        const stem = path.replace(/^src\/(.*)\.ts$/, 'dist/$1');
        return [`${stem}.js`, `${stem}.d.ts`, `${stem}.d.ts.map`];
      });
    // Also stale outputs of sources that are gone: remove dist and build again.
    expect(paths.filter(isOutput).sort()).toEqual(made.sort());
    for (const path of paths.filter((path) => path.endsWith('.map'))) {
      const { sources } = JSON.parse(read(`${folder}/${path}`)) as { sources: string[] };
      const missing = sources.map((source) => posix.join(posix.dirname(path), source)).filter((source) => !paths.includes(source));
      expect(missing).toEqual([]);
    }
  });

  it.each(published)('$name has declarations that a strict compiler reads with what is installed', (one) => {
    const { name, dependencies, peerDependencies, peerDependenciesMeta } = one;
    const certain = Object.keys({ ...dependencies, ...peerDependencies }).filter((peer) => peerDependenciesMeta?.[peer]?.optional !== true);
    // Its one module that names them may find none: see `core/src/tensorflow.ts`.
    const allowed = [...certain, ...(name === '@cmg/core' ? [TFJS] : [])];
    expect(declarationsNeed(one).filter((needed) => !allowed.includes(needed))).toEqual([]);
  });

  it('are small: the quantiser and all of ours that it needs are less than 1 MB', () => {
    const size = (...names: string[]) => names.reduce((sum, name) => sum + tarball(`@cmg/${name}`).unpackedSize, 0);
    expect(size('codebook', 'nn', 'core')).toBeLessThan(1_000_000);
    expect(size('formats', 'core')).toBeLessThan(1_000_000);
    // Their assets: clips, a network, word vectors, a page.
    const heavy = {
      '@cmg/digits': 5_000_000,
      '@cmg/modality-video': 1_000_000,
      '@cmg/modality-text': 3_500_000,
      '@cmg/explore': 4_000_000,
    };
    const tooLarge = tarballs.filter(({ name, unpackedSize }) => unpackedSize > ((heavy as Record<string, number>)[name] ?? 600_000));
    expect(tooLarge).toEqual([]);
  });
});
