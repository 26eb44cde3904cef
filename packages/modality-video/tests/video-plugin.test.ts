import { ParameterScope, Random } from '@cmg/core';
import { importOfficial, meanSquaredError } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { expectClose } from '../../nn/tests/support/expect-close.js';
import { officialFixture } from '../../nn/tests/support/official-fixture.js';
import { officialVideoNames, videoPlugin } from '../src/index.js';

const inference = { training: false, random: new Random(0) };

describe.each(['av', 'avt'] as const)('video of the official code, %s', (variant) => {
  async function built() {
    const fixture = await officialFixture(variant);
    const { sizes, tensor, readInitial } = fixture;
    const options = videoPlugin.options.parse({
      specificWidth: sizes.specific_dim['video'],
      feedForward: sizes.feed_forward,
      dropout: 0,
      spatialPooling: 'sum',
      residual: 'relu',
    });
    const root = ParameterScope.root(new Random(1));
    const x = tensor('step0/input/video');
    const build = (part: string) => ({ parameters: root.child(part), width: sizes.D, featureShape: x.shape.slice(2) });
    const semanticEncoder = videoPlugin.createSemanticEncoder(options, build('semantic'));
    const specificEncoder = videoPlugin.createSpecificEncoder(options, build('specific'));
    const { specificShape } = specificEncoder;
    const decoder = videoPlugin.createDecoder(options, { ...build('decoder'), specificShape });
    const names = officialVideoNames(sizes.D, options.specificWidth);
    importOfficial(root.child('semantic'), names.semanticEncoder, readInitial);
    importOfficial(root.child('specific'), names.specificEncoder, readInitial);
    importOfficial(root.child('decoder'), names.decoder, readInitial);
    return { ...fixture, root, names, x, semanticEncoder, specificEncoder, decoder };
  }

  it('gives the same features', async () => {
    const { tensor, x, semanticEncoder, specificEncoder } = await built();
    const { specific, clubView } = specificEncoder.apply(x, inference);
    expectClose(semanticEncoder.apply(x, inference), tensor('step0/semantic/video'));
    expectClose(specific, tensor('step0/specific/video'));
    expectClose(clubView, tensor('step0/club_feature/video'));
    expect(specificEncoder.specificShape).toEqual(specific.shape.slice(2));
    expect(specificEncoder.clubWidth).toBe(clubView.shape[2]);
  });

  it('gives the same reconstruction error and the same gradient of the decoder', async () => {
    const { sizes, tensor, root, names, x, decoder, readGradient } = await built();
    const quantized = tensor('step0/quantized/video') as tf.Tensor3D;
    const specific = tensor('step0/specific/video');
    const scope = root.child('decoder');
    const { value, grads } = tf.variableGrads(
      () => meanSquaredError(decoder.apply(quantized, specific, inference), x),
      [...scope.parameters.values()],
    );
    expect((value.dataSync()[0] as number) / (sizes.steps[0]?.recon['video'] as number)).toBeCloseTo(1, 4);

    const gradients = new Map([...scope.parameters].map(([path, { name }]) => [path, grads[name]?.clone() as tf.Tensor]));
    importOfficial(scope, names.decoder, readGradient);
    for (const [path, official] of scope.parameters) expectClose(gradients.get(path) as tf.Tensor, official, 1e-3);
  });
});
