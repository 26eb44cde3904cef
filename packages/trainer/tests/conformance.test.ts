import { codeReset, commitment, ema } from '@cmg/codebook';
import { describeModalityPlugin, describeObjective, describeObserver } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { metricsFile, progress, reconstruction, tensorboard } from '../src/index.js';
import { fakeModality } from './support/fake-modality.js';
import { agreement, innerFit } from './support/fake-objectives.js';

describeModalityPlugin(fakeModality('sound'), { featureShape: [5], options: { specificWidth: 3 }, compile });
describeModalityPlugin(fakeModality('words', { frontEnd: true }), { featureShape: [4], compile });

for (const objective of [reconstruction, commitment, ema, codeReset, agreement, innerFit]) describeObjective(objective, { compile });

for (const observer of [metricsFile, tensorboard, progress]) describeObserver(observer);
