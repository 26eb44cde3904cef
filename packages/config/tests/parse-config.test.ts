import { configJsonSchema, parseConfig, showConfig } from '../src/index.js';
import { fakeComponents } from './support/components.js';

const minimal = { name: 'a', data: 'digits', modalities: ['audio', 'video'], objectives: ['reconstruction'] };

describe('parseConfig', () => {
  it('fills in every default, and takes an entry by name or with options', () => {
    const { config } = parseConfig(
      { ...minimal, modalities: ['audio', { use: 'video' }], objectives: [{ use: 'club', steps: 3, weight: 0.5 }] },
      fakeComponents(),
    );
    expect(config).toMatchObject({
      seed: 0,
      width: 256,
      data: { use: 'digits', options: { clips: 100 } },
      modalities: [
        { use: 'audio', options: { layers: 2 } },
        { use: 'video', options: {} },
      ],
      objectives: [{ use: 'club', weight: 0.5, options: { steps: 3 } }],
      codebook: { size: 128, initial: 'samples', initialCount: 1, distance: 'euclidean', heads: 1, gradient: 'straight-through' },
      training: { batchSize: 80, clip: { norm: 0.5, per: 'module' } },
      tasks: [],
    });
  });

  it('reports all mistakes at once, each with its path', () => {
    const { issues } = parseConfig(
      {
        ...minimal,
        sead: 1,
        width: 'wide',
        modalities: ['audio', 'smell'],
        objectives: [{ use: 'club', stepz: 3, weight: -1 }],
        codebook: { size: 1 },
      },
      fakeComponents(),
    );
    const found = issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
    expect(issues).toHaveLength(6);
    expect(found).toContain("sead: there is no such option, did you mean 'seed'? (known: name, seed, ");
    expect(found).toMatch(/width: .*expected number/);
    expect(found).toContain("modalities.1.use: there is no modality named 'smell' (known: audio, video)");
    expect(found).toContain("objectives.0.stepz: there is no such option, did you mean 'steps'? (known: steps, weight)");
    expect(found).toMatch(/objectives.0.weight: /);
    expect(found).toMatch(/codebook.size: /);
  });

  it('refuses to use one component twice', () => {
    const { issues } = parseConfig({ ...minimal, modalities: ['audio', 'audio'] }, fakeComponents());
    expect(issues).toEqual([{ path: ['modalities', 1], message: "'audio' stands in the list twice; name it once" }]);
  });

  it.each([
    [{ width: 256, codebook: { heads: 3 } }, '3 heads cannot share a width of 256 equally'],
    [
      { width: 256, codebook: { size: 400, heads: 2 } },
      '2 heads on 400 codes make 160000 combinations, at most 16384 can be told apart: lower size or heads',
    ],
  ])('refuses heads that cannot be: %j', (options, message) => {
    expect(parseConfig({ ...minimal, ...options }, fakeComponents()).issues).toEqual([{ path: ['codebook', 'heads'], message }]);
  });

  it('takes any width and size for one head, and 128 codes for two', () => {
    expect(parseConfig({ ...minimal, width: 7, codebook: { size: 100_000 } }, fakeComponents()).issues).toEqual([]);
    expect(parseConfig({ ...minimal, codebook: { heads: 2 } }, fakeComponents()).issues).toEqual([]);
  });

  it.each([[null], ['text'], [[1]], [undefined]])('refuses %p without throwing', (raw) => {
    expect(parseConfig(raw, fakeComponents()).issues).toHaveLength(1);
  });

  it('shows a config that parses to itself', () => {
    const { config } = parseConfig({ ...minimal, objectives: [{ use: 'club', weight: 2 }] }, fakeComponents());
    expect(parseConfig(showConfig(config!), fakeComponents()).config).toEqual(config);
  });
});

describe('configJsonSchema', () => {
  it('describes each component and allows its bare name', () => {
    const text = JSON.stringify(configJsonSchema(fakeComponents()));
    expect(text).toContain('"enum":["audio","video"]');
    expect(text).toContain('"const":"club"');
  });
});
