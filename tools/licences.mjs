/** `npm run licences`: docs/licences.md, the licences of what an installation of the packages contains. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { productionLock } from './lib/production-lock.mjs';
import { ROOT } from './lib/run.mjs';

export const LICENCES = join(ROOT, 'docs/licences.md');

/** What the manifests do not say in one word. */
const KNOWN = { 'Apache 2.0': 'Apache-2.0', 'SEE LICENSE IN LICENSE.txt': "NIST's, with HDF5's (BSD-3-Clause)" };

/**
 * The document: a row per licence, most frequent first.
 *
 * @param lock the content of package-lock.json
 */
export function licencesText(lock) {
  const byLicence = new Map();
  for (const [path, { version, license, link }] of Object.entries(productionLock(lock).packages)) {
    if (!path.includes('node_modules/') || link) continue;
    const licence = KNOWN[license] ?? license ?? 'none given';
    const name = path.replace(/^.*node_modules\//, '');
    byLicence.set(licence, [...(byLicence.get(licence) ?? []), `${name} ${version}`]);
  }
  const count = [...byLicence.values()].flat().length;
  const rows = [...byLicence].sort(([a, { length: as }], [b, { length: bs }]) => bs - as || (a < b ? -1 : 1));
  return `# Licences

The packages of this repository are under the MIT licence. An installation of them may contain ${count} others, by system and by which
packages are chosen. \`npm run licences\` writes this list from \`package-lock.json\`; \`npm run --silent sbom\` prints it as a CycloneDX bill of
materials with hashes, which each release has too.

libvips, by which [sharp](https://sharp.pixelplumbing.com) reads pictures, is under the LGPL: \`@img/sharp-libvips-*\` holds it as a library of its own, which
may be replaced. Native TensorFlow, which set-up obtains ([how](../packages/runtime/README.md#how-native-tensorflow-is-provisioned)), is under Apache-2.0.
ffmpeg is not contained: the one that is installed is started. What the packages ship beside code has its
[provenance](../packages/digits/assets/README.md) with it.

| licence | packages |
|---|---|
${rows.map(([licence, names]) => `| ${licence} | ${names.sort().join(', ')} |`).join('\n')}
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(LICENCES, licencesText(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))));
}
