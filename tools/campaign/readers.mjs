/** Segment by segment, none of which is kept. */
const decodeAll = (format) => async () => {
  const { decodeMedia } = await import('@cmg/media');
  return async (file) => {
    const media = await decodeMedia(file, format);
    if (!('segments' in media)) return;
    const segments = media.segments[Symbol.asyncIterator]();
    while (!(await segments.next()).done);
  };
};

/** What reads a file of each kind; loaded when it is asked for, so that the memory of a process is that of one reader. */
export const READERS = {
  pickle: async () => (await import('@cmg/formats')).readPickleFile,
  torch: async () => (await import('@cmg/formats')).readTorch,
  tensors: async () => (await import('@cmg/formats')).readTensors,
  safetensors: async () => (await import('@cmg/formats')).readSafetensors,
  npz: async () => (await import('@cmg/formats')).readNpz,
  npy: async () => {
    const { withNpyRows } = await import('@cmg/formats');
    return (file) => withNpyRows(file, (rows) => rows.all());
  },
  text: async () => (await import('@cmg/formats')).readText,
  array: async () => {
    const { ArrayFiles } = await import('@cmg/datasets');
    const arrays = new ArrayFiles();
    return (file) => arrays.read({ file });
  },
  manifest: async () => (await import('@cmg/media')).readManifest,
  vectors: async () => {
    const { vectorsExtractor } = await import('@cmg/modality-text');
    return async (file) => (await vectorsExtractor.open({ file, words: 400_000 })).dispose();
  },
  audio: decodeAll({ kind: 'audio', sampleRate: 16_000 }),
  video: decodeAll({ kind: 'video', width: 16, height: 16, framesPerSegment: 1 }),
  config: async () => {
    const [{ loadConfig }, { createComponents }] = await Promise.all([import('@cmg/config'), import('@cmg/pipeline')]);
    return (file) => loadConfig(file, createComponents());
  },
  checkpoint: async () => (await import('@cmg/trainer')).readCheckpoint,
};
