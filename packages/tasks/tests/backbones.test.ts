import { CmgError, ParameterScope, Random } from '@cmg/core';
import { readSafetensors, writeTorch } from '@cmg/formats';
import * as tf from '@tensorflow/tfjs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { timmName } from '../src/segmentation/backbones/pvt-names.js';
import { createBackbone } from '../src/segmentation/create-backbone.js';

const context = { training: false, random: new Random(0) };
const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}.safetensors`, import.meta.url));

async function loaded(name: 'resnet' | 'pvt-v2') {
  const parameters = ParameterScope.root(new Random(0), tf);
  const backbone = await createBackbone({ backbone: name, weights: fixture(name), levels: [] }, parameters, 3);
  const { tensors } = await readSafetensors(fixture(name), (tensor) => /^(input|level)/.test(tensor));
  const stored = (tensor: string) => tf.tensor<tf.Rank>(tensors.get(tensor)!.data, [...tensors.get(tensor)!.shape]) as tf.Tensor4D;
  return { backbone, parameters, stored };
}

describe.each([
  ['resnet', [8, 16, 24, 32]],
  ['pvt-v2', [4, 8, 20, 32]],
] as const)('%s', (name, widths) => {
  it('gives the pyramid that timm gives for the same weights', async () => {
    const { backbone, stored } = await loaded(name);
    expect(backbone.widths).toEqual(widths);
    const levels = backbone.apply(stored('input'), context);
    expect(levels.map(({ shape }) => shape)).toEqual([
      [2, 16, 12, widths[0]],
      [2, 8, 6, widths[1]],
      [2, 4, 3, widths[2]],
      [2, 2, 2, widths[3]],
    ]);
    levels.forEach((level, i) => {
      const expected = stored(`level.${i}`);
      const scale = expected.abs().max().dataSync()[0]!;
      expect(level.sub(expected).abs().max().dataSync()[0]! / scale).toBeLessThan(2e-5);
    });
  });

  it('takes a grey picture as three equal channels', async () => {
    const { backbone, stored } = await loaded(name);
    const grey = stored('input').slice([0, 0, 0, 0], [-1, -1, -1, 1]);
    const one = await createBackbone({ backbone: name, weights: fixture(name), levels: [] }, ParameterScope.root(new Random(0), tf), 1);
    const difference = tf.sub(one.apply(grey, context)[3]!, backbone.apply(tf.tile(grey, [1, 1, 1, 3]), context)[3]!);
    expect(difference.abs().max().dataSync()[0]).toBe(0);
  });
});

test('all of a residual network trains, batch normalisation by scale and shift', async () => {
  const { backbone, parameters, stored } = await loaded('resnet');
  const variables = [...parameters.parameters.values()];
  const { grads } = tf.variableGrads(() => backbone.apply(stored('input'), context)[3]!.sum(), variables);
  expect(Object.keys(grads)).toHaveLength(variables.length);
  expect([...parameters.parameters.keys()]).toEqual(expect.arrayContaining(['layer2.1.conv3/weight', 'layer2.1.bn3/scale', 'bn1/shift']));
  expect([...parameters.parameters.keys()].some((path) => /running|fc/.test(path))).toBe(false);
});

test('a state dict that torch.save wrote gives the same network', async () => {
  const { tensors } = await readSafetensors(fixture('resnet'), (name) => !name.endsWith('num_batches_tracked'));
  const folder = await mkdtemp(join(tmpdir(), 'cmg-weights-'));
  try {
    const file = join(folder, 'resnet.pth');
    await writeTorch(file, new Map(tensors));
    const { backbone, stored } = await loaded('resnet');
    const other = await createBackbone({ backbone: 'resnet', weights: file, levels: [] }, ParameterScope.root(new Random(0), tf), 3);
    const [expected, actual] = [backbone, other].map(({ apply }) => apply(stored('input'), context)[3]!);
    expect(tf.sub(expected!, actual!).abs().max().dataSync()[0]).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a file of another network, or none, is named', async () => {
  const create = (backbone: 'resnet' | 'pvt-v2', weights?: string) =>
    createBackbone({ backbone, weights, levels: [] }, ParameterScope.root(new Random(0), tf), 3);
  await expect(create('resnet', fixture('pvt-v2'))).rejects.toThrow(/pvt-v2.safetensors: has no tensor 'conv1.weight'/);
  await expect(create('pvt-v2', fixture('resnet'))).rejects.toThrow(CmgError);
  await expect(create('pvt-v2')).rejects.toThrow("needs the option 'weights'");
});

test('the names of the authors of PVT v2 are those of timm', () => {
  expect(timmName('patch_embed1.proj.weight')).toBe('patch_embed.proj.weight');
  expect(timmName('patch_embed3.norm.bias')).toBe('stages.2.downsample.norm.bias');
  expect(timmName('block4.1.mlp.dwconv.dwconv.weight')).toBe('stages.3.blocks.1.mlp.dwconv.weight');
  expect(timmName('norm2.weight')).toBe('stages.1.norm.weight');
  for (const name of ['stages.0.blocks.2.attn.norm.weight', 'layer1.0.conv1.weight', 'patch_embed.norm.weight'])
    expect(timmName(name)).toBe(name);
});
