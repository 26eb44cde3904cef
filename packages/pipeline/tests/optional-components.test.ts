import { configFromText } from '@cmg/config';
import { type Components, Registry } from '@cmg/core';
import { createComponents } from '../src/create-components.js';
import { DATASET_PACKAGES, installed, MODALITY_PACKAGES, type OptionalPackage } from '../src/optional/optional-components.js';

/** The same packages, some of which are not installed. */
const without = <C>(packages: readonly OptionalPackage<C>[], ...missing: string[]) =>
  packages.map((one) => {
    const error = Object.assign(new Error(`Cannot find package '${one.package}' imported from /x.js`), { code: 'ERR_MODULE_NOT_FOUND' });
    return missing.includes(one.package) ? { ...one, load: () => Promise.reject(error) } : one;
  });

const CONFIG = `name: mine
data: {use: ave, root: clips}
modalities: [audio, video]
objectives: [reconstruction]
`;

describe('packages of components', () => {
  it.each([...MODALITY_PACKAGES, ...DATASET_PACKAGES])('$package exports what its name in the list says', async ({ load, names }) => {
    expect((await load()).map(({ name }) => name)).toEqual(names);
  });

  it('may be left out, and a config that names one says what to install', async () => {
    const components: Components = {
      ...createComponents(),
      modalities: new Registry('modality', ...(await installed(without(MODALITY_PACKAGES, '@cmg/modality-video')))),
      datasets: new Registry('data set', ...(await installed(without(DATASET_PACKAGES, '@cmg/datasets', '@cmg/digits')))),
    };
    expect(components.modalities.names).toEqual(['audio', 'text']);
    await expect(configFromText(CONFIG, 'mine.yaml', components)).rejects.toThrow(
      [
        "mine.yaml:2:8: data.use: unknown data set 'ave'",
        '  Its package is not installed. Add it with: npm install @cmg/datasets',
        "mine.yaml:3:21: modalities[1].use: unknown modality 'video'",
        '  Its package is not installed. Add it with: npm install @cmg/modality-video',
      ].join('\n'),
    );
    await expect(configFromText(CONFIG.replace('{use: ave, root: clips}', 'digits'), 'mine.yaml', components)).rejects.toThrow(
      "unknown data set 'digits'\n  Its package is not installed. Add it with: npm install @cmg/digits",
    );
  });
});
