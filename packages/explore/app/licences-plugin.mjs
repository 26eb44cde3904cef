import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes `licences.txt` beside the bundle: the licence of each package that is in it, as most of them ask for.
 *
 * @returns {import('vite').Plugin}
 */
export const licences = () => ({
  name: 'licences',
  generateBundle() {
    const folders = new Set(
      [...this.getModuleIds()].flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replace('\0', ''))?.[0] ?? []),
    );
    const texts = [...folders].sort().map(licenceText);
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source: texts.join(`\n${'-'.repeat(80)}\n\n`) });
  },
});

/** @param {string} folder of a package */
function licenceText(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${version}, ${license}\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8')}`;
}
