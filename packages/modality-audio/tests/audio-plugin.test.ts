import { ParameterScope, Random } from '@cmg/core';
import { importOfficial, meanSquaredError } from '@cmg/nn';
import type * as tf from '@tensorflow/tfjs';
import { expectClose } from '../../nn/tests/support/expect-close.js';
import { officialFixture } from '../../nn/tests/support/official-fixture.js';
import { audioPlugin, officialAudioNames } from '../src/index.js';

const inference = { training: false, random: new Random(0) };

describe.each(['av', 'at', 'avt'] as const)('audio of the official code, %s', (variant) => {
  it('gives the same features and reconstruction error', async () => {
    const { sizes, tensor, readInitial } = await officialFixture(variant);
    const options = audioPlugin.options.parse({
      specificWidth: sizes.specific_dim['audio'],
      feedForward: sizes.feed_forward,
      dropout: 0,
    });
    const root = ParameterScope.root(new Random(1));
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
