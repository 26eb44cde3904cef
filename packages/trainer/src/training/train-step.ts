import { codebookUpdater, type CodebookUpdate } from '@cmg/codebook';
import { CmgError, type Assignment, type PerModality, type Random, type Scalars } from '@cmg/core';
import type { Adam } from '@cmg/nn';
import * as tf from '@tensorflow/tfjs';
import type { StepMeter } from '../metrics/step-meter.js';
import type { RunObjectives } from '../model/build-objectives.js';
import type { Model } from '../model/model.js';

/** What outlives the recording of the gradient. */
interface Pass {
  readonly total: tf.Scalar;
  readonly losses: Record<string, tf.Scalar>;
  readonly metrics: Record<string, tf.Scalar>;
  readonly assignment: Assignment;
}

/**
 * One step of pre-training: forward pass, inner optimisers, losses, gradient, Adam, codebook. Synchronous, reads nothing
 * back from the device, and leaves no tensor behind but the model's.
 */
export class TrainStep {
  private readonly updateCodebook: CodebookUpdate;

  constructor(
    private readonly model: Model,
    private readonly objectives: RunObjectives,
    private readonly optimizer: Adam,
    /** The run's root. */
    private readonly random: Random,
    private readonly meter: StepMeter,
  ) {
    this.updateCodebook = codebookUpdater(objectives.list.map(({ objective }) => objective));
  }

  /** @param batch [B, T, ...featureShape] per modality; the caller frees it */
  run(batch: PerModality<tf.Tensor>, step: number, learningRate: number): void {
    const survivors: tf.Tensor[] = [];
    try {
      tf.tidy(() => {
        const { pass, gradients } = this.differentiate(batch, step, survivors);
        const gradientNorms = this.optimizer.step(gradients, learningRate);
        this.meter.watch.lap('optimizer');
        this.model.setCodebook(this.updateCodebook(this.model.codebook, pass.assignment));
        const { total, losses, metrics, assignment } = pass;
        this.meter.add(step, { total, losses, metrics, gradientNorms }, assignment);
        this.meter.watch.lap('codebook');
      });
    } finally {
      tf.dispose(survivors);
    }
  }

  /** Forward and backward pass. What the rest of the step needs of them is kept, and listed in `survivors`. */
  private differentiate(batch: PerModality<tf.Tensor>, step: number, survivors: tf.Tensor[]) {
    let pass: Pass | undefined;
    const { grads: gradients } = tf.variableGrads(() => {
      pass = this.forward(batch, step);
      const { losses, metrics, total, assignment } = pass;
      const values = [losses, metrics, assignment.semantic, assignment.indices].flatMap((group): tf.Tensor[] => Object.values(group));
      survivors.push(...[...values, total].map((tensor) => tf.keep(tensor)));
      this.meter.watch.lap('forward');
      return total;
    }, [...this.objectives.parameters.values()]);
    this.meter.watch.lap('backward');
    return { pass: pass as Pass, gradients };
  }

  private forward(batch: PerModality<tf.Tensor>, step: number): Pass {
    const state = this.model.forward(batch, { training: true, random: this.random.fork('step', step) }, step);
    const losses: Record<string, tf.Scalar> = {};
    const metrics: Record<string, tf.Scalar> = {};
    const weighted: tf.Scalar[] = [];
    for (const { name, weight, objective } of this.objectives.list) {
      const before = objective.beforeTerms?.(state);
      const terms = objective.terms?.(state);
      Object.assign(metrics, prefixed(name, before), prefixed(name, terms?.metrics));
      Object.assign(losses, prefixed(name, terms?.losses));
      const values = Object.values(terms?.losses ?? {});
      if (values.length > 0 && weight > 0) weighted.push(tf.addN(values).mul(weight));
    }
    if (weighted.length === 0) {
      throw new CmgError('no objective has a loss with a weight above 0: there is nothing to train', {
        kind: 'usage',
        where: 'objectives',
      });
    }
    const { modalities, semantic, indices, random } = state;
    return { total: tf.addN(weighted), losses, metrics, assignment: { step, modalities, semantic, indices, random } };
  }
}

function prefixed(objective: string, scalars: Scalars = {}): Scalars {
  return Object.fromEntries(Object.entries(scalars).map(([name, scalar]) => [`${objective}/${name}`, scalar]));
}
