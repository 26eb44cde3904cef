import { codis, infonce, lateInteraction, mst, sMit, turn } from '@cmg/baselines';
import { codeReset, commitment, ema, residualCodebook, sharedCodebook } from '@cmg/codebook';
import { type CodebookFactory, type Components, Registry } from '@cmg/core';
import {
  aveAvvpReader,
  aveReader,
  avsbenchS4Reader,
  avvpReader,
  clothoReader,
  folderReader,
  mscocoReader,
  ucfVggsoundReader,
  vggsoundAvelReader,
} from '@cmg/datasets';
import { club, crossCpc } from '@cmg/dcid';
import { digitsReader } from '@cmg/digits';
import { cmcm, crossCommitment, mmEma } from '@cmg/mm-ema';
import { audioPlugin } from '@cmg/modality-audio';
import { textPlugin } from '@cmg/modality-text';
import { videoPlugin } from '@cmg/modality-video';
import { classification, localisation, openSet, retrieval, segmentation } from '@cmg/tasks';
import { metricsFile, progress, reconstruction, tensorboard } from '@cmg/trainer';

/** All built-in components, in registries of their own: what a caller adds to them stays with that caller. */
export function createComponents(): Components {
  return {
    modalities: new Registry('modality', [audioPlugin, videoPlugin, textPlugin]),
    objectives: new Registry('objective', [
      reconstruction,
      commitment,
      crossCommitment,
      club,
      crossCpc,
      cmcm,
      infonce,
      lateInteraction,
      sMit,
      mst,
      codis,
      turn,
      ema,
      mmEma,
      codeReset,
    ]),
    datasets: new Registry('data set', [
      digitsReader,
      folderReader,
      aveReader,
      vggsoundAvelReader,
      avvpReader,
      aveAvvpReader,
      ucfVggsoundReader,
      avsbenchS4Reader,
      mscocoReader,
      clothoReader,
    ]),
    tasks: new Registry('task', [classification, localisation, openSet, retrieval, segmentation]),
    codebooks: new Registry<CodebookFactory>('codebook', [sharedCodebook, residualCodebook]),
    observers: new Registry('observer', [metricsFile, tensorboard, progress]),
  };
}
