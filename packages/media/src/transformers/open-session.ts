import { describeSegments, type ExtractorSession, type MediaKind } from '@cmg/core';

/** A model that is open: of TensorFlow.js or transformers.js. */
export interface OpenModel {
  readonly fingerprint: string;
  dispose(): void;
}

/** The session of a model, which is freed with it, and where `tries` the model on something fails. */
export async function openSession<Kind extends MediaKind>(
  model: OpenModel,
  tries: () => Promise<Pick<ExtractorSession<Kind>, 'format' | 'featureShape' | 'extract'>>,
): Promise<ExtractorSession<Kind>> {
  try {
    return { ...(await tries()), fingerprint: model.fingerprint, dispose: () => model.dispose() };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/**
 * The session of a sound model.
 *
 * @param describe one second of samples -> [F]
 */
export const openSoundSession = (
  model: OpenModel,
  sampleRate: number,
  describe: (samples: Float32Array) => Promise<Float32Array>,
): Promise<ExtractorSession<'audio'>> =>
  openSession<'audio'>(model, async () => {
    const { length } = await describe(new Float32Array(sampleRate));
    return {
      format: { kind: 'audio', sampleRate },
      featureShape: [length],
      extract: ({ segments }) => describeSegments(segments, describe),
    };
  });
