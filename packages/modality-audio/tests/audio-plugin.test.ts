import { ParameterScope, Random } from '@cmg/core';
import { importOfficial, meanSquaredError } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { expectClose } from '../../nn/tests/support/expect-close.js';
import { officialFixture } from '../../nn/tests/support/official-fixture.js';
import { audioOptions, audioPlugin, officialAudioNames } from '../src/index.js';

const inference = { training: false, random: new Random(0) };

describe.each(['av', 'at', 'avt'] as const)('audio of the official code, %s', (variant) => {
  it('gives the same features and reconstruction error', async () => {
    const { sizes, tensor, readInitial } = await officialFixture(variant);
    const options = audioOptions.parse({
      specificWidth: sizes.specific_dim['audio'],
      feedForward: sizes.feed_forward,
      dropout: 0,
    });
    const root = ParameterScope.root(new Random(1), tf);
    const x = tensor('step0/input/audio');
    const build = (part: string) => ({ parameters: root.child(part), width: sizes.D, featureShape: x.shape.slice(2) });
    const semanticEncoder = audioPlugin.createSemanticEncoder(options, build('semantic'));
    const specificEncoder = audioPlugin.createSpecificEncoder(options, build('specific'));
    const { specificShape } = specificEncoder;
    const decoder = audioPlugin.createDecoder(options, { ...build('decoder'), specificShape });
    const names = officialAudioNames();
    importOfficial(root.child('semantic'), names.semanticEncoder, readInitial);
    importOfficial(root.child('specific'), names.specificEncoder, readInitial);
    importOfficial(root.child('decoder'), names.decoder, readInitial);

    const { specific, clubView } = specificEncoder.apply(x, inference);
    expectClose(semanticEncoder.apply(x, inference), tensor('step0/semantic/audio'));
    expectClose(specific, tensor('step0/specific/audio'));
    expect(clubView.shape[2]).toBe(specificEncoder.clubWidth);
    expectClose(clubView, tensor('step0/specific/audio'));
    const rebuilt = decoder.apply(tensor('step0/quantized/audio') as tf.Tensor3D, specific, inference);
    const error = meanSquaredError(rebuilt, x).dataSync()[0] as number;
    expect(error / (sizes.steps[0]?.recon['audio'] as number)).toBeCloseTo(1, 4);
  });
});

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
