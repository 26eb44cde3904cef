import { ownClipsConfig } from '../src/index.js';

const config = (clips: number, modalities = ['audio', 'imu'], vectors: string[] = []) =>
  ownClipsConfig({ root: 'my "clips"', clips, segments: 1, modalities, vectors, tasks: [] });

describe('ownClipsConfig', () => {
  it('takes as many epochs as make 300 steps, and ten at least', () => {
    expect(config(378)).toContain('training: {epochs: 150, batchSize: 128,');
    expect(config(20_000)).toContain('training: {epochs: 10, batchSize: 128,');
  });

  it('counts all that happens in training as shares of it', () => {
    expect(config(378)).toMatch(
      /rule: every, patience: 0\.033\}[^]*learningRate: 0\.001, warmupSteps: 0\.1, milestones: \[0\.5, 0\.75\]\}/,
    );
  });

  it('has one batch of all clips where they are few', () => {
    expect(config(40)).toContain('# 300 epochs of 1 batch: about 300 steps.');
    expect(config(40)).toContain('batchSize: 40,');
  });

  it('gives sizes to the modalities that it knows, and quotes the folder', () => {
    expect(config(100)).toContain('root: "my \\"clips\\""');
    expect(config(100)).toContain('  - {use: audio, layers: 1, feedForward: 256, specificWidth: 64, dropout: 0.3, context: none}');
    expect(config(100)).toContain('  - {use: imu, context: none}');
  });

  it('hides values of words, and of pictures that are vectors', () => {
    const lines = (vectors: string[]) =>
      config(100, ['audio', 'video', 'text'], vectors).match(/use: (?:audio|video|text)\b|featureDropout: [\d.]+/g);
    expect(lines(['audio', 'text'])).toEqual(['use: audio', 'use: video', 'use: text', 'featureDropout: 0.5']);
    expect(lines(['video'])).toEqual(['use: audio', 'use: video', 'featureDropout: 0.3', 'use: text', 'featureDropout: 0.5']);
  });
});
