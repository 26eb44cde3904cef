import { codis, infonce, lateInteraction, mst, sMit, turn } from '@cmg/baselines';
import { codeReset, commitment, ema, residualCodebook, sharedCodebook, sparsity } from '@cmg/codebook';
import { type CodebookFactory, type Components, Registry } from '@cmg/core';
import { club, crossCpc } from '@cmg/dcid';
import { cmcm, crossCommitment, mmEma } from '@cmg/mm-ema';
import { classification, localisation, openSet, retrieval, segmentation } from '@cmg/tasks';
import { metricsFile, progress, reconstruction, tensorboard } from '@cmg/trainer';
import { DATASET_PACKAGES, installed, MODALITY_PACKAGES } from './optional/optional-components.js';
import { readyMadeConfigs } from './ready-made-configs.js';

// Here and not in the function, which many call where they cannot wait.
const modalities = await installed(MODALITY_PACKAGES);
const datasets = await installed(DATASET_PACKAGES);

/**
 * All built-in components, in registries of their own: what a caller adds to them stays with that caller. Components whose package is
 * not installed are missing, and an error that names one says what to install.
 */
export function createComponents(): Components {
  return {
    modalities: new Registry('modality', ...modalities),
    objectives: new Registry('objective', [
      reconstruction,
      commitment,
      crossCommitment,
      sparsity,
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
    datasets: new Registry('data set', ...datasets),
    tasks: new Registry('task', [classification, localisation, openSet, retrieval, segmentation]),
    codebooks: new Registry<CodebookFactory>('codebook', [sharedCodebook, residualCodebook]),
    observers: new Registry('observer', [metricsFile, tensorboard, progress]),
    configs: readyMadeConfigs(),
  };
}
