/** A page that runs the conformance suites of the packages, and exported runs. */
import * as baselines from '@cmg/baselines';
import * as codebook from '@cmg/codebook';
import { codebookChecks, modalityChecks, objectiveChecks, runChecks } from '@cmg/core/testing';
import * as dcid from '@cmg/dcid';
import * as audio from '@cmg/modality-audio';
import * as text from '@cmg/modality-text';
import * as video from '@cmg/modality-video';
import * as mmEma from '@cmg/mm-ema';
import { decodePicture, decodeSound, loadRun } from '@cmg/web';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

setWasmPaths('/wasm/');

const SUITES = {
  shared: () => codebookChecks(codebook.sharedCodebook, { options: { size: 8 } }),
  residual: () => codebookChecks(codebook.residualCodebook, { options: { size: 8 } }),
  audio: () => modalityChecks(audio.audioPlugin, { options: { layers: 1, feedForward: 8, heads: 2 }, featureShape: [6] }),
  video: () => modalityChecks(video.videoPlugin, { options: { layers: 1, feedForward: 8, heads: 2 }, featureShape: [1, 1, 4] }),
  text: () => modalityChecks(text.textPlugin, { options: { layers: 1, feedForward: 8, heads: 2, lstmWidth: 4 }, featureShape: [6] }),
  club: () => objectiveChecks(dcid.club, { options: { hidden: 4 } }),
  'cross-cpc': () => objectiveChecks(dcid.crossCpc, { modalities: 2 }),
  cmcm: () => objectiveChecks(mmEma.cmcm, { modalities: 2 }),
  'mm-ema': () => objectiveChecks(mmEma.mmEma, { modalities: 2 }),
  infonce: () => objectiveChecks(baselines.infonce, { modalities: 2 }),
};

/** Names and messages of the checks of a suite that fail, and how many there are. */
globalThis.check = async (suite, backend) => {
  await tf.setBackend(backend);
  const results = await runChecks(SUITES[suite]());
  return { checks: results.length, failed: results.filter(({ ok }) => !ok).map(({ name, message }) => `${name}: ${message}`) };
};

/** What an exported run gives on a backend, of features in files, [clips, ...shape] by modality, and of words. */
globalThis.useRun = async (url, backend, { features, words, head }) => {
  if (!(await tf.setBackend(backend))) return undefined;
  const run = await loadRun(url);
  const codes = {};
  for (const [modality, shape] of Object.entries(features)) {
    const data = new Float32Array(await (await fetch(`/features/${modality}.f32`)).arrayBuffer());
    const { indices } = await run.encode(modality, {
      kind: 'features',
      features: {
        data: data.subarray(
          0,
          shape.reduce((a, b) => a * b, 1),
        ),
        shape,
      },
    });
    codes[modality] = [...indices.data];
  }
  const media = { kind: 'words', text: words };
  const [events] = await run.predict(head, 'text', media);
  const hits = await run.search('text', media, { among: ['audio'], top: 3 });
  run.dispose();
  return { codes, events, hits };
};

/** A sound and a picture by the browser's decoders: how many samples, and the first pixel. */
globalThis.decode = async () => {
  const blob = async (file) => (await fetch(`/features/${file}`)).blob();
  const { samples } = await decodeSound(await blob('tone.wav'), { audio: { kind: 'audio', sampleRate: 8000 } });
  const { pixels } = await decodePicture(await blob('blue.png'), { video: { kind: 'video', height: 4, width: 2, framesPerSegment: 1 } });
  return {
    samples: samples.length,
    loudest: samples.reduce((most, value) => Math.max(most, value), 0),
    shape: pixels.shape,
    pixel: [...pixels.data.slice(0, 3)],
  };
};

globalThis.ready = true;
