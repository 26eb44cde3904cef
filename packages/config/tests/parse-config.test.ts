import { RESERVED_OPTIONS } from '@cmg/core';
import { configJsonSchema, parseConfig, showConfig } from '../src/index.js';
import { ENTRY_KEYS_BY_KIND } from '../src/parse/read-entry.js';
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
      codebook: { use: 'shared', options: { size: 128, heads: 1 } },
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
    expect(found).toContain("sead: unknown option, did you mean 'seed'? (known: name, seed, ");
    expect(found).toMatch(/width: .*expected number/);
    expect(found).toContain("modalities.1.use: unknown modality 'smell' (known: audio, video)");
    expect(found).toContain("objectives.0.stepz: unknown option, did you mean 'steps'? (known: steps, weight)");
    expect(found).toMatch(/objectives.0.weight: /);
    expect(found).toMatch(/codebook.size: /);
  });

  it('has no key of an entry that an option may have, too', () => {
    const keys = Object.values(ENTRY_KEYS_BY_KIND).flatMap(({ shape }) => Object.keys(shape));
    expect(keys).toEqual(['context', 'featureDropout', 'weight']);
    expect(RESERVED_OPTIONS).toEqual(expect.arrayContaining(keys));
  });

  it('takes how far the encoders of a modality see', () => {
    const contexts = (...modalities: unknown[]) => {
      const { config, issues } = parseConfig({ ...minimal, modalities }, fakeComponents());
      return config?.modalities.map(({ context }) => context) ?? issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    };
    expect(contexts('audio', { use: 'video', context: 'none' })).toEqual(['clip', 'none']);
    expect(contexts({ use: 'audio', context: { window: 3 } })).toEqual([{ window: 3 }]);
    expect(contexts({ use: 'audio', context: { window: 2 } })).toEqual([expect.stringMatching(/^modalities.0.context(.window)?: /)]);
    expect(contexts({ use: 'audio', context: 'all' })).toEqual([expect.stringMatching(/^modalities.0.context: /)]);
  });

  it('takes a run to start from, and what training leaves as it is', () => {
    expect(parseConfig(minimal, fakeComponents()).config).toMatchObject({ freeze: [] });
    const init = { run: 'runs/old', step: 'best' };
    const freeze = ['codebook', 'modalities.audio'];
    const { config } = parseConfig({ ...minimal, init, freeze, training: { modalities: ['video'] } }, fakeComponents());
    expect(config).toMatchObject({ init, freeze, training: { modalities: ['video'] } });
  });

  it.each([
    [
      { freeze: ['codebook', 'modalities.adio', 'encoder'] },
      [
        "freeze.1: nothing is called 'modalities.adio', did you mean 'modalities.audio'? (known: codebook, modalities.audio, modalities.video)",
        "freeze.2: nothing is called 'encoder' (known: codebook, modalities.audio, modalities.video)",
      ],
    ],
    [{ freeze: ['modalities.audio', 'modalities.video'] }, ['freeze: every modality that is read is frozen: nothing is left to train']],
    [{ training: { modalities: ['sound'] } }, ["training.modalities.0: the config has no modality 'sound' (known: audio, video)"]],
    [
      { training: { modalities: ['video'] }, freeze: ['codebook'] },
      ['training.modalities: audio would not keep its codes: add modalities.audio to freeze'],
    ],
    [
      { training: { modalities: ['video'] } },
      ['training.modalities: audio would not keep its codes: add codebook, modalities.audio to freeze'],
    ],
    [{ init: { step: 3 } }, ['init.run: is missing: expected string']],
  ])('says what cannot be frozen: %j', (more, expected) => {
    const { issues } = parseConfig({ ...minimal, ...more }, fakeComponents());
    expect(issues.map(({ path, message }) => `${path.join('.')}: ${message}`)).toEqual(expected);
  });

  it('refuses to use one component twice', () => {
    const { issues } = parseConfig({ ...minimal, modalities: ['audio', 'audio'] }, fakeComponents());
    expect(issues).toEqual([{ path: ['modalities', 1], message: "'audio' is listed twice" }]);
  });

  it.each([
    [undefined, { use: 'shared', options: { size: 128, heads: 1 } }],
    [{ size: 64 }, { use: 'shared', options: { size: 64, heads: 1 } }],
    ['residual', { use: 'residual', options: { levels: 4 } }],
    [
      { use: 'residual', levels: 2 },
      { use: 'residual', options: { levels: 2 } },
    ],
  ])('takes a codebook by its options, its name or both: %j', (codebook, expected) => {
    const raw = codebook === undefined ? minimal : { ...minimal, codebook };
    expect(parseConfig(raw, fakeComponents()).config?.codebook).toEqual(expected);
  });

  it.each([
    ['ring', ['codebook', 'use'], "unknown codebook 'ring' (known: shared, residual)"],
    [{ use: 'residual', size: 8 }, ['codebook', 'size'], 'unknown option (known: levels)'],
    [{ heads: 3 }, ['codebook', 'heads'], '3 heads cannot share 256'],
  ])('says where a codebook is wrong, for this width alone too: %j', (codebook, path, message) => {
    expect(parseConfig({ ...minimal, codebook }, fakeComponents()).issues).toEqual([{ path, message }]);
  });

  it.each([[null], ['text'], [[1]], [undefined]])('refuses %p without throwing', (raw) => {
    expect(parseConfig(raw, fakeComponents()).issues).toHaveLength(1);
  });

  it('shows a config that parses to itself', () => {
    const { config } = parseConfig({ ...minimal, codebook: 'residual', objectives: [{ use: 'club', weight: 2 }] }, fakeComponents());
    expect(parseConfig(showConfig(config!), fakeComponents()).config).toEqual(config);
  });
});

describe('configJsonSchema', () => {
  it('describes each component and allows its bare name', () => {
    const text = JSON.stringify(configJsonSchema(fakeComponents()));
    expect(text).toContain('"enum":["audio","video"]');
    expect(text).toContain('"const":"club"');
  });

  it('takes packages and files for every kind of component, and files that extend another', () => {
    const { properties, anyOf, required } = configJsonSchema(fakeComponents()) as {
      properties: Record<string, object>;
      anyOf: object[];
      required?: string[];
    };
    for (const key of ['data', 'modalities', 'codebook', 'objectives', 'tasks', 'observers']) {
      expect(JSON.stringify(properties[key])).toMatch(/"not":\{"enum":\[[^\]]+\]\},"description":"a package or a file beside the config/);
    }
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(['extends', 'set', 'without', 'add']));
    expect(anyOf).toEqual([{ required: ['extends'] }, { required: ['name', 'data', 'modalities', 'objectives'] }]);
    expect(required).toBeUndefined();
  });
});
