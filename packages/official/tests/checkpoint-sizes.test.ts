import { sizedConfig, sizesOfCheckpoint } from '../src/index.js';
import { initialCheckpoint, preset } from './support/official-run.js';

describe('sizesOfCheckpoint', () => {
  it('reads every size off the shapes', async () => {
    const common = { feedForward: 32, layers: 2 };
    expect(sizesOfCheckpoint(await initialCheckpoint('avt'))).toEqual({
      modalities: {
        audio: { ...common, features: 12, specific: 16, club: 16 },
        video: { ...common, features: 16, specific: 24, club: 16 },
        text: { ...common, features: 8, specific: 16, club: 16, lstm: { width: 4, layers: 2 } },
      },
      width: 16,
      codes: 24,
      clubHidden: 16,
      crossCpc: { layers: 2, predictionSteps: 1 },
    });
  });

  it('finds the modalities, and that a checkpoint for inference has no objectives', async () => {
    const checkpoint = new Map([...(await initialCheckpoint('at'))].filter(([module]) => !/^(club_|cpc)/.test(module)));
    const { modalities, clubHidden, crossCpc } = sizesOfCheckpoint(checkpoint);
    expect(Object.keys(modalities)).toEqual(['audio', 'text']);
    expect([clubHidden, crossCpc]).toEqual([undefined, undefined]);
  });

  it('names what is missing', async () => {
    expect(() => sizesOfCheckpoint(new Map())).toThrow('encoder/Cross_quantizer.embedding: is missing from the checkpoint');
    const checkpoint = new Map([...(await initialCheckpoint('at'))].filter(([module]) => module !== 'text_bilstm'));
    expect(() => sizesOfCheckpoint(checkpoint)).toThrow('text_bilstm/weight_hh_l0: is missing from the checkpoint');
  });
});

describe('sizedConfig', () => {
  it('changes sizes and nothing else', async () => {
    const official = await preset();
    const config = sizedConfig(official, sizesOfCheckpoint(await initialCheckpoint('av')));
    expect(config.modalities.map(({ use }) => use)).toEqual(['audio', 'video']);
    expect(config.modalities[1]?.options).toEqual({
      ...official.modalities[1]?.options,
      specificWidth: 24,
      clubWidth: 16,
      feedForward: 32,
    });
    expect([config.width, config.codebook]).toEqual([16, { use: 'shared', options: { ...official.codebook.options, size: 24 } }]);
    expect(config.objectives.find(({ use }) => use === 'club')?.options).toMatchObject({ hidden: 16, bound: 'sampled' });
    expect(config.training).toEqual(official.training);
  });

  it('needs the modalities of the checkpoint in the preset', async () => {
    const official = await preset();
    const sizes = sizesOfCheckpoint(await initialCheckpoint('at'));
    expect(() => sizedConfig({ ...official, modalities: official.modalities.slice(0, 2) }, sizes)).toThrow("lacks the modality 'text'");
  });
});
