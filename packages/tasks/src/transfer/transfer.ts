import { CmgError, type Measures, type NdArray } from '@cmg/core';
import { readsOf } from '../codes/reads.js';
import { readParameters, writeParameters } from '../heads/parameter-values.js';
import { availableModalities } from './available-modalities.js';
import type { TransferRequest, TransferResult } from './transfer-request.js';
import { Trial } from './trial.js';

/**
 * Trains a head on the codes of one modality and measures it, unchanged, on those of others: cross modal generalization.
 *
 * Protocol `heldout` measures on the test split. `official` measures on the training split, as the official AVE script
 * does: the head has seen these clips' labels, in the labelled modality. One protocol measures every modality on the same
 * clips, so the labelled one stays their upper bound.
 *
 * The last epoch counts, unless `select` says otherwise: no measured clip chooses anything by default.
 *
 * The encoder is not touched, and the same seed on the same backend gives the same scores.
 *
 * @returns one result per modality of `to`, in its order
 * @throws CmgError where the data lacks a split or labels, or the encoder a modality
 */
export async function transfer<Options>(request: TransferRequest<Options>): Promise<TransferResult[]> {
  const { cache, task, options, from, to = availableModalities(cache, options).to, seed, onTrained } = request;
  const trial = await Trial.create({ ...request, task, options });
  try {
    const { select, protocol } = trial.settings;
    if (onTrained !== undefined && select === 'best-measured') {
      throw new CmgError('a head of `select: best-measured` cannot be kept: each measured modality has a best epoch of its own', {
        kind: 'usage',
        hint: 'Take `select: best-validation` or `last`.',
      });
    }
    const measured = await (select === 'best-measured' ? bestMeasured : chosenEpoch)(trial, to);
    const about = { task: task.name, reads: readsOf(options), from, protocol, select, seed, classes: cache.dataset.classes };
    const results = measured.map((scores): TransferResult => ({ ...about, ...scores }));
    const { parameters, shapes } = trial;
    await onTrained?.({ parameters, ...shapes }, results);
    return results;
  } finally {
    trial.dispose();
  }
}

type Measured = Pick<TransferResult, 'to' | 'split' | 'epoch' | 'clips' | 'measures'>;

const primaryScore = ({ scores, primary }: Measures) => scores[primary] as number;

/** One epoch for all modalities: the last, or the best on the validation split of the labelled modality. */
async function chosenEpoch(trial: Trial, to: readonly string[]): Promise<Measured[]> {
  const epoch = trial.settings.select === 'best-validation' ? await trainToBest(trial) : await trainToLast(trial);
  const measured: Measured[] = [];
  for (const modality of to) measured.push({ epoch, ...(await trial.test(modality)) });
  return measured;
}

async function trainToLast(trial: Trial): Promise<number> {
  await trial.train();
  return trial.settings.epochs;
}

/** Trains, and leaves the head as it was after its best epoch; the first of equal ones. */
async function trainToBest(trial: Trial): Promise<number> {
  let best = { epoch: 0, score: -Infinity, parameters: new Map<string, NdArray>() };
  await trial.train(async (epoch) => {
    const score = primaryScore(await trial.validate());
    if (score > best.score) best = { epoch, score, parameters: await readParameters(trial.parameters) };
  });
  writeParameters(trial.parameters, best.parameters, 'the best epoch');
  return best.epoch;
}

/** For each modality its own best epoch on the measured clips. */
async function bestMeasured(trial: Trial, to: readonly string[]): Promise<Measured[]> {
  const best = new Map<string, Measured>();
  await trial.train(async (epoch) => {
    for (const modality of to) {
      const measured = { epoch, ...(await trial.test(modality)) };
      const before = best.get(modality);
      if (before === undefined || primaryScore(measured.measures) > primaryScore(before.measures)) best.set(modality, measured);
    }
  });
  return to.map((modality) => best.get(modality) as Measured);
}
