import { ParameterScope, Random } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { audioOptions, audioPlugin } from '../src/index.js';

describe('audioPlugin', () => {
  it('refuses features that are not vectors', () => {
    const build = { parameters: ParameterScope.root(new Random(1), tf).child('audio'), width: 8, featureShape: [7, 7, 3] };
    expect(() => audioPlugin.createSpecificEncoder(audioOptions.parse({}), build)).toThrow(
      'audio: expected one vector per segment, of shape [F], got [7, 7, 3]',
    );
  });

  it('knows its options, each with a default and a description', () => {
    expect(() => audioOptions.parse({ width: 3 })).toThrow('width');
    for (const option of Object.values(audioPlugin.options.shape)) expect((option as { description?: string }).description).toBeTruthy();
    expect(audioOptions.parse({})).toMatchObject({ specificWidth: 256, heads: 4, feedForward: 1024, layers: 2, dropout: 0.1 });
  });
});
