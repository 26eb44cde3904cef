import { describeSegments, type PortableExtractor } from '@cmg/core';
import { z } from 'zod';
import { LOG_MEL_WIDTH, logMelDescriptor } from './log-mel-descriptor.js';
import { logMel } from './log-mel.js';

const SAMPLE_RATE = 16000;

/** Features of sound without any training, [128] per second: see `logMelDescriptor`. Used for the digits corpus. */
export const portableLogMel: PortableExtractor<Record<string, never>, 'audio'> = {
  name: 'log-mel',
  description: 'levels of 32 mel bands in each quarter of the voiced interval, [128]; needs no weights',
  kind: 'audio',
  options: z.strictObject({}),
  openWith: () => ({
    format: { kind: 'audio', sampleRate: SAMPLE_RATE },
    featureShape: [LOG_MEL_WIDTH],
    fingerprint: '1',
    extract: ({ segments }) => describeSegments(segments, (samples) => logMelDescriptor(logMel(samples, SAMPLE_RATE))),
    dispose: () => undefined,
  }),
};
