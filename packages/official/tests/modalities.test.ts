import { type ModalityPlugin, ParameterScope, Random } from '@cmg/core';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import { meanSquaredError } from '@cmg/nn';
import { officialRun } from '@cmg/test-support';
import * as tf from '@tensorflow/tfjs';
import { expectClose } from '../../nn/tests/support/expect-close.js';
import { importOfficial } from '../src/import-official.js';
import { audioNames } from '../src/names/audio-names.js';
import { textNames } from '../src/names/text-names.js';
import { videoNames } from '../src/names/video-names.js';

const inference = { training: false, random: new Random(0) };
const PLUGINS: Readonly<Record<string, ModalityPlugin>> = { audio: audioPlugin, video: videoPlugin, text: textPlugin };
const OPTIONS: Readonly<Record<string, object>> = { audio: {}, video: { spatialPooling: 'sum', residual: 'relu' }, text: { lstmWidth: 4 } };

/** A modality's parts with the weights that the official code started from, and its first batch. */
async function recordedParts(modality: string, variant: 'at' | 'av' | 'avt') {
  const run = await officialRun(variant);
  const { sizes, tensor, weight } = run;
  const specificWidth = sizes.specific_dim[modality] as number;
  const plugin = PLUGINS[modality] as ModalityPlugin;
  const options = plugin.options.parse({ ...OPTIONS[modality], specificWidth, feedForward: sizes.feed_forward, dropout: 0 }) as never;
  const root = ParameterScope.root(new Random(1), tf);
  const input = tensor(`step0/input/${modality}`);
  const build = (part: string, featureShape: readonly number[]) => ({ parameters: root.child(part), width: sizes.D, featureShape });
  const frontEnd = plugin.createFrontEnd?.(options, build('frontEnd', input.shape.slice(2)));
  const featureShape = frontEnd?.featureShape ?? input.shape.slice(2);
  const semanticEncoder = plugin.createSemanticEncoder(options, build('semanticEncoder', featureShape));
  const specificEncoder = plugin.createSpecificEncoder(options, build('specificEncoder', featureShape));
  const { specificShape } = specificEncoder;
  const decoder = plugin.createDecoder(options, { ...build('decoder', featureShape), specificShape });
  const names = { audio: audioNames(), video: videoNames(sizes.D, specificWidth), text: textNames() }[modality];
  for (const [part, table] of Object.entries(names ?? {})) importOfficial(root.child(part), table, weight);
  const x = frontEnd?.apply(input, inference) ?? input;
  return { ...run, root, names, x, semanticEncoder, specificEncoder, decoder };
}

describe.each([
  ['audio', 'av'],
  ['audio', 'at'],
  ['audio', 'avt'],
  ['video', 'av'],
  ['video', 'avt'],
  ['text', 'at'],
  ['text', 'avt'],
] as const)('%s of the official code, %s', (modality, variant) => {
  it('gives the same features and reconstruction error', async () => {
    const { steps, tensor, x, semanticEncoder, specificEncoder, decoder } = await recordedParts(modality, variant);
    const { specific, clubView } = specificEncoder.apply(x, inference);
    expectClose(semanticEncoder.apply(x, inference), tensor(`step0/semantic/${modality}`));
    expectClose(specific, tensor(`step0/specific/${modality}`));
    expectClose(clubView, tensor(modality === 'video' ? 'step0/club_feature/video' : `step0/specific/${modality}`));
    expect(specificEncoder.specificShape).toEqual(specific.shape.slice(2));
    expect(specificEncoder.clubWidth).toBe(clubView.shape[2]);
    const rebuilt = decoder.apply(tensor<tf.Tensor3D>(`step0/quantized/${modality}`), specific, inference);
    const error = meanSquaredError(rebuilt, x).dataSync()[0] as number;
    expect(error / (steps[0].recon[modality] as number)).toBeCloseTo(1, 4);
  });
});

it.each(['av', 'avt'] as const)("gives the official gradient of video's decoder, %s", async (variant) => {
  const { tensor, gradient, root, names, x, decoder } = await recordedParts('video', variant);
  const quantized = tensor<tf.Tensor3D>('step0/quantized/video');
  const scope = root.child('decoder');
  const loss = () => meanSquaredError(decoder.apply(quantized, tensor('step0/specific/video'), inference), x);
  const { grads } = tf.variableGrads(loss, [...scope.parameters.values()]);
  const gradients = new Map([...scope.parameters].map(([path, { name }]) => [path, grads[name] as tf.Tensor]));
  // The parameters take the official gradients' values, in our layout.
  importOfficial(scope, names?.decoder ?? new Map(), gradient);
  for (const [path, official] of scope.parameters) expectClose(gradients.get(path) as tf.Tensor, official, 1e-3);
});

it("gives text's front end the official width", async () => {
  const { x } = await recordedParts('text', 'at');
  expect(x.shape.slice(2)).toEqual([8]);
});
