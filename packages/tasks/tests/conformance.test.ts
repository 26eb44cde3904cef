import { type Dataset, perModality } from '@cmg/core';
import { describeTask, sampleDataset } from '@cmg/core/testing';
import { compile } from '@cmg/runtime';
import { classification, localisation, openSet, segmentation } from '../src/index.js';

await describeTask(classification, { options: { hidden: 8 }, compile });
await describeTask(classification, { options: { hidden: 8, pool: 'max' }, compile });
/** The sample, whose clips show the next class too, in their first segment. */
function severalEvents(): Dataset {
  const sample = sampleDataset();
  return {
    ...sample,
    async labels(split) {
      const { clipClasses, segmentClasses } = await sample.labels(split);
      const both = perModality(Object.keys(segmentClasses), (modality) =>
        Int32Array.from(segmentClasses[modality] as Int32Array, (label, i) =>
          i % sample.segments === 0 ? ((clipClasses[i / sample.segments] as number) + 1) % sample.classes.length : label,
        ),
      );
      return { clipClasses, segmentClasses: both };
    },
  };
}

await describeTask(classification, { options: { hidden: 8 }, dataset: severalEvents, compile });
await describeTask(classification, { options: { hidden: 8, pool: 'max' }, dataset: severalEvents, compile });
await describeTask(localisation, { options: { hidden: 8 }, compile });
await describeTask(localisation, { options: { hidden: 8, threshold: 'validation', background: false }, compile });
await describeTask(openSet, { options: { hidden: 8 }, compile });
await describeTask(segmentation, { options: { levels: [4, 8], width: 8 }, compile });
