/**
 * One generator for each kind of component: a package in `packages`, as its neighbours are. What it holds comes from `@cmg/create`, which also
 * makes the packages of `cmg new`; here the workspace learns of it.
 */
const KINDS = ['modality', 'objective', 'dataset', 'task', 'extractor', 'codebook', 'observer'];

for (const kind of KINDS) module.exports[kind] = (tree, options) => addPackage(tree, kind, options);

async function addPackage(tree, kind, { name, shape }) {
  const { generate } = await loadCreate();
  const sizes = shape === undefined ? {} : { shape: String(shape).split(',').map(Number) };
  const { folder, files } = await generate(kind, { name, ...sizes, workspace: true });
  const root = `packages/${folder}`;
  if (tree.exists(`${root}/package.json`)) throw new Error(`${root} is there already; nothing was written`);
  for (const { path, content } of files) tree.write(`${root}/${path}`, content);
  addReference(tree, root);
  return () => require('@nx/devkit').installPackagesTask(tree, true);
}

/** The root `tsconfig.json` lists all packages. */
function addReference(tree, path) {
  const config = JSON.parse(tree.read('tsconfig.json', 'utf8'));
  config.references.push({ path });
  tree.write('tsconfig.json', `${JSON.stringify(config, null, 2)}\n`);
}

async function loadCreate() {
  try {
    return await import('@cmg/create');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND')
      throw new Error('@cmg/create is not built: npm run build', { cause });
    throw cause;
  }
}
