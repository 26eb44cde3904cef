import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../lib/run.mjs';
import { publicPackages } from '../release/repository.mjs';
import { batchPicture } from './batch-picture.mjs';
import { packagesPicture } from './packages-picture.mjs';

/** Published packages as their manifests tell them: name without scope, layer, and the packages that they depend on. */
export function readPackages() {
  return publicPackages().map(({ manifest: { name, nx, dependencies, peerDependencies, optionalDependencies } }) => ({
    name: withoutScope(name),
    layer: nx.tags[0].replace('layer:', ''),
    needs: Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })
      .filter((one) => one.startsWith('@cmg/'))
      .map(withoutScope),
  }));
}

const withoutScope = (name) => name.replace('@cmg/', '');

/** The pictures of ARCHITECTURE.md, by path: file name -> SVG. */
export const pictures = () => ({
  'docs/packages.svg': packagesPicture(readPackages()),
  'docs/batch.svg': batchPicture(readPackages()),
});

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, svg] of Object.entries(pictures())) writeFileSync(join(ROOT, path), svg);
}
