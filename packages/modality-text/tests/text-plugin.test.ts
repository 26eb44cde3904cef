import { ParameterScope, Random } from '@cmg/core';
import { importOfficial, meanSquaredError } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import { expectClose } from '../../nn/tests/support/expect-close.js';
import { officialFixture } from '../../nn/tests/support/official-fixture.js';
import { officialTextNames, textOptions, textPlugin } from '../src/index.js';

const inference = { training: false, random: new Random(0) };

describe.each(['at', 'avt'] as const)('text of the official code, %s', (variant) => {
  it('gives the same features and reconstruction error', async () => {
    const { sizes, tensor, readInitial } = await officialFixture(variant);
    const words = tensor('step0/input/text');
    const options = textOptions.parse({
      lstmWidth: 4,
      specificWidth: sizes.specific_dim['text'],
      feedForward: sizes.feed_forward,
      dropout: 0,
    });
    const root = ParameterScope.root(new Random(1), tf);
    const build = (part: string, featureShape: readonly number[]) => ({ parameters: root.child(part), width: sizes.D, featureShape });
    const frontEnd = textPlugin.createFrontEnd?.(options, build('front', words.shape.slice(2)));
    if (frontEnd === undefined) throw new Error('text has a front end');
    expect(frontEnd.featureShape).toEqual([8]);
    const semanticEncoder = textPlugin.createSemanticEncoder(options, build('semantic', frontEnd.featureShape));
    const specificEncoder = textPlugin.createSpecificEncoder(options, build('specific', frontEnd.featureShape));
    const { specificShape } = specificEncoder;
    const decoder = textPlugin.createDecoder(options, { ...build('decoder', frontEnd.featureShape), specificShape });
    const names = officialTextNames();
    importOfficial(root.child('front'), names.frontEnd, readInitial);
    importOfficial(root.child('semantic'), names.semanticEncoder, readInitial);
    importOfficial(root.child('specific'), names.specificEncoder, readInitial);
    importOfficial(root.child('decoder'), names.decoder, readInitial);

    const x = frontEnd.apply(words, inference);
    const { specific, clubView } = specificEncoder.apply(x, inference);
    expectClose(semanticEncoder.apply(x, inference), tensor('step0/semantic/text'));
    expectClose(specific, tensor('step0/specific/text'));
    expect(clubView.shape[2]).toBe(specificEncoder.clubWidth);
    const rebuilt = decoder.apply(tensor('step0/quantized/text') as tf.Tensor3D, specific, inference);
    const error = meanSquaredError(rebuilt, x).dataSync()[0] as number;
    expect(error / (sizes.steps[0]?.recon['text'] as number)).toBeCloseTo(1, 4);
  });
});

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
