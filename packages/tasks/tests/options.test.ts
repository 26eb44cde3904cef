import { limitsOf } from '@cmg/test-support';
import { classification, localisation, openSet, retrieval, segmentation } from '../src/index.js';

/** Of every task's head. */
const TRANSFER = {
  protocol: 'heldout | official = heldout',
  trainSplit: 'string | object = train',
  testSplit: 'string | object = test',
  validationSplit: 'string | object = val',
  select: 'last | best-validation | best-measured = last',
  compile: 'auto | always | never = auto',
};
const TRAINING = { epochs: 'integer >= 1 = 12', batchSize: 'integer >= 1 = 80', learningRate: 'number > 0 = 0.001' };

test.each([
  {
    component: classification,
    limits: {
      ...TRANSFER,
      ...TRAINING,
      reads: 'codes | nearest | semantic | both = codes',
      hidden: 'integer >= 1 = 256',
      pool: 'vote | max = vote',
    },
  },
  {
    component: localisation,
    limits: {
      ...TRANSFER,
      ...TRAINING,
      reads: 'codes | nearest | semantic | both = codes',
      hidden: 'integer >= 1 = 256',
      unseen: 'neighbours | own = neighbours',
      expLog: 'number >= 0 = 1',
      alpha: 'number = 0.1',
      primary: 'f1 | precision | segmentF | eventF = f1',
      background: 'boolean = true',
      threshold: 'half | validation = half',
      average: 'split | batch = split',
      show: 'array of integer >= 0 = [0,1,2,3]',
    },
  },
  {
    component: openSet,
    limits: {
      ...TRANSFER,
      ...TRAINING,
      reads: 'codes | nearest | semantic | both = codes',
      hidden: 'integer >= 1 = 256',
      pool: 'vote | max = vote',
      unseen: 'neighbours | own = neighbours',
      known: 'number > 0 < 1 = 0.5',
      threshold: 'validation | test = validation',
    },
  },
  {
    component: retrieval,
    limits: {
      ...TRANSFER,
      ...TRAINING,
      gallery: 'string = audio',
      pool: 'idf | mean = idf',
      hidden: 'integer >= 1 = 256',
      projection: 'integer >= 1 = 128',
      temperature: 'number > 0 = 0.07',
      primary: 'R@1 | R@5 | R@10 | mAP = R@10',
    },
  },
  {
    component: segmentation,
    limits: {
      ...TRANSFER,
      epochs: 'integer >= 1 = 8',
      batchSize: 'integer >= 1 = 32',
      learningRate: 'number > 0 = 0.002',
      reads: 'codes | nearest | semantic | both = codes',
      backbone: 'pyramid | resnet | pvt-v2 = pyramid',
      weights: 'string length >= 1',
      levels: 'array of integer >= 1 items >= 1 = [16,32,64]',
      width: 'integer >= 2 = 32',
      attention: 'dot | softmax = dot',
      projection: 'attention | trained | official-random | none = attention',
      queries: 'integer >= 1 = 5',
      supervise: 'first | all = first',
      overlays: 'integer >= 0 = 4',
    },
  },
])('$component.name: what its options may be, and are by default', ({ component, limits }) => {
  expect(limitsOf(component)).toEqual(limits);
});
