import { ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { textOptions, textPlugin } from '../src/index.js';

describe('textPlugin', () => {
  it('refuses features that are not vectors', () => {
    const build = { parameters: ParameterScope.root(new Random(1), tf).child('text'), width: 8, featureShape: [7, 7, 3] };
    expect(() => textPlugin.createSpecificEncoder(textOptions.parse({}), build)).toThrow(
      'text: expected one vector per segment, of shape [F], got [7, 7, 3]',
    );
  });

  it('knows its options, each with a default and a description', () => {
    expect(() => textOptions.parse({ width: 3 })).toThrow('width');
    for (const option of Object.values(textPlugin.options.shape)) expect((option as { description?: string }).description).toBeTruthy();
    expect(textOptions.parse({})).toMatchObject({ specificWidth: 256, heads: 4, feedForward: 1024, layers: 2, dropout: 0.1 });
  });
});
