import { CmgError } from '@cmg/core';
import { parseCheckpointInfo } from '../src/checkpoint/checkpoint-info.js';
import { fakeConfig } from './support/fake-run.js';

const INFO = {
  step: 7,
  epoch: 1,
  config: fakeConfig(),
  data: { segments: 3, featureShapes: { sound: [5] }, clips: 12, fingerprint: 'f' },
  best: { loss: { value: 0.5, step: 4, since: 1 } },
  versions: { trainer: '1' },
};

/** What is read of a checkpoint whose value at this path is another one. */
function read(path: string, value: unknown) {
  const info = JSON.parse(JSON.stringify(INFO)) as Record<string, unknown>;
  const keys = path.split('.');
  const place = keys.slice(0, -1).reduce((part, key) => part[key] as Record<string, unknown>, info);
  place[keys.at(-1) as string] = value;
  return parseCheckpointInfo(JSON.stringify(info), 'c.safetensors');
}

describe('parseCheckpointInfo', () => {
  it('gives back what was written', () => {
    expect(parseCheckpointInfo(JSON.stringify(INFO), 'c.safetensors')).toEqual(INFO);
  });

  it.each<[string, unknown, unknown]>([
    ['step', 0, -1],
    ['epoch', 0, 0.5],
    ['data.segments', 1, 0],
    ['data.segments', 65_536, 65_537],
    ['data.clips', 0, -1],
    ['data.featureShapes.sound', [1], [0]],
    ['data.featureShapes.sound', [2 ** 30], [2 ** 30 + 1]],
    ['data.featureShapes.sound', Array(8).fill(1), Array(9).fill(1)],
    ['best.loss.step', 0, -1],
    ['best.loss.since', 0, -1],
    ['config.seed', 0, -1],
    ['config.width', 1, 0],
    ['config.modalities', [INFO.config.modalities[0]], []],
    ['config.modalities.0.use', 's', ''],
    ['config.modalities.0.context', { window: 1 }, { window: 0 }],
    ['config.modalities.0.featureDropout', 0, -0.1],
    ['config.modalities.0.featureDropout', 0.9, 1],
  ])('takes %s of %j, and refuses %j with its place', (path, good, bad) => {
    expect(() => read(path, good)).not.toThrow();
    expect(() => read(path, bad)).toThrow(CmgError);
    expect(() => read(path, bad)).toThrow(path.replace('.0.', '[0].'));
  });
});
