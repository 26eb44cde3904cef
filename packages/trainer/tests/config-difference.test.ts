import type { ComponentOrigin, RunConfig } from '@cmg/core';
import { configDifference } from '../src/index.js';
import { fakeConfig } from './support/fake-run.js';

const from = (version: string, base = '/a'): ComponentOrigin => ({ specifier: '@me/sight', base, version });
const withOrigin = (origin?: ComponentOrigin): RunConfig => {
  const config = fakeConfig();
  return { ...config, modalities: config.modalities.map((modality, i) => (i === 1 && origin ? { ...modality, from: origin } : modality)) };
};

describe('configDifference', () => {
  it('names a component whose package has another version', () => {
    expect(configDifference(withOrigin(from('1.0.0')), withOrigin(from('1.1.0')))).toEqual([
      'modalities[1]: @me/sight 1.0.0 in the checkpoint, @me/sight 1.1.0 in the config',
    ]);
    expect(configDifference(withOrigin(), withOrigin(from('1.0.0')))).toEqual([
      'modalities[1]: a built-in component in the checkpoint, @me/sight 1.0.0 in the config',
    ]);
  });

  it('does not mind where a package or a file lies', () => {
    expect(configDifference(withOrigin(from('1.0.0', '/a')), withOrigin(from('1.0.0', '/b')))).toEqual([]);
    const file = (base: string): ComponentOrigin => ({ specifier: './sight.mjs', base });
    expect(configDifference(withOrigin(file('/a')), withOrigin(file('/b')))).toEqual([]);
  });
});
