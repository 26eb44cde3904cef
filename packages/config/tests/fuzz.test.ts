import fc from 'fast-check';
import { CmgError } from '@cmg/core';
import { stringify } from 'yaml';
import { configFromText, type ConfigOverrides } from '../src/index.js';
import { fakeComponents } from './support/components.js';

const KEYS = [
  'name',
  'seed',
  'data',
  'modalities',
  'width',
  'codebook',
  'objectives',
  'training',
  'tasks',
  'observers',
  'extends',
  'set',
  'without',
  'add',
  'use',
  'weight',
  '__proto__',
  'constructor',
  '',
];
const NAMES = ['audio', 'video', 'club', 'digits', 'classification', './none.mjs', '@me/none', 'yaml', '#', '../..', 'audio#video', '\0'];

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1, 2.5, ...NAMES),
    fc.string(),
    tie('list'),
    tie('map'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(fc.oneof(fc.constantFrom(...KEYS), fc.string()), tie('value'), { maxKeys: 8, noNullPrototype: true }),
}));
const config = fc.record(
  { name: value, data: value, modalities: value, objectives: value, training: value, extends: value, set: value, add: value },
  { requiredKeys: [] },
);

/** Nothing but a config, or an error meant for whoever wrote it. */
async function settles(text: string, overrides: ConfigOverrides = {}): Promise<void> {
  try {
    await configFromText(text, '/nowhere/c.yaml', fakeComponents(), { plugins: false, ...overrides });
  } catch (error) {
    if (!(error instanceof CmgError) || error.kind !== 'usage') throw error;
    if (error.message === '') throw new Error('an error without a message');
  }
}

describe('whatever a config says', () => {
  it.each([
    ['any value', value],
    ['anything at the known keys', config],
  ])('%s gives a config or an error of usage', async (_, values) => {
    await fc.assert(
      fc.asyncProperty(values, (any) => settles(stringify(any))),
      { numRuns: 150, seed: 1 },
    );
  });

  it('any text does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom(...Array.from('ab: -[]{}&*!|>\'"%@`,#?\n\t~<')), maxLength: 40 }), (text) =>
        settles(text),
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it('any override does', async () => {
    const text = 'name: x\ndata: digits\nmodalities: [audio]\nobjectives: [club]\n';
    const argument = fc.oneof(
      fc.string(),
      fc
        .tuple(fc.constantFrom(...KEYS), fc.constantFrom('', '.', '.club', '.audio.layers', '.0'), value)
        .map(([key, rest, any]) => `${key}${rest}=${JSON.stringify(any)}`),
    );
    const overrides = fc.record({
      set: fc.array(argument, { maxLength: 3 }),
      without: fc.array(argument, { maxLength: 2 }),
      add: fc.array(argument, { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(overrides, (any) => settles(text, any)),
      { numRuns: 300, seed: 1 },
    );
  });

  it.each([
    [
      'aliases of aliases',
      `a: &a [x, x, x, x, x, x, x, x, x]\n${Array.from('bcdefgh')
        .map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`)
        .join('\n')}\n`,
      'has more than 100000 values',
    ],
    ['an alias of what holds it', 'a: &a [*a]\n', 'the alias *a refers to a value that contains it'],
    [
      'an alias of nothing',
      'name: mine\nseed: *nope\n',
      '/nowhere/c.yaml:2:1: the alias *nope refers to nothing: no value before it is &nope',
    ],
    ['two documents', 'name: mine\n---\nname: other\n', '/nowhere/c.yaml:2:1: a second document begins here; a file holds one'],
    ['a merge of a number', 'data: {<<: 3}\n', '/nowhere/c.yaml:1:8: << takes a map, or a list of maps'],
    ['deep nesting', '['.repeat(10_000), '/nowhere/c.yaml:1:'],
    ['a map as a key', '? {a: 1}\n: 2\n', '/nowhere/c.yaml:1:3: a key of a map must be a name'],
    ['old YAML', '%YAML 1.1\n---\nname: 2001-01-01\ndata: !!binary aGk=\nmodalities: !!set {audio}\n', '/nowhere/c.yaml:3:1: name: '],
    ['a package without quotes', 'data: @me/x\n', '; put the value in quotes'],
    ['nothing', '', 'expected a map with the keys name, data'],
  ])('%s: says so', async (_, text, expected) => {
    await expect(configFromText(text, '/nowhere/c.yaml', fakeComponents())).rejects.toThrow(expected);
  });
});
