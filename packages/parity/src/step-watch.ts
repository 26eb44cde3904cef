import { forModality, type NdArray, type Objective, perModality, type PerModality, type Scalars, type StepState } from '@cmg/core';
import { Adam, withoutTape } from '@cmg/nn';
import type { Model, RunObjective, RunObjectives } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';

/** The results of a forward pass, on the host. */
export interface SeenFeatures {
  readonly semantic: PerModality<NdArray>;
  readonly specific: PerModality<NdArray>;
  readonly quantized: PerModality<NdArray>;
  readonly clubView: PerModality<NdArray>;
  readonly indices: PerModality<NdArray>;
}

/** The results of one step besides the numbers that a run logs. */
export class StepWatch {
  features: SeenFeatures | undefined;
  /** The log-likelihood before each inner step, per modality. */
  readonly logLikelihoods: Record<string, number[]> = {};
  /** Norms of the gradient of CLUB's bound in its own networks, which the main optimiser leaves alone. */
  readonly clubNorms: Record<string, number> = {};
  /** Of the main optimiser, by path; the caller's to dispose. */
  readonly gradients = new Map<string, tf.Tensor>();
}

/** Objectives that show what they do to `watch()`, the watch of the present step, and do the same as without. */
export function watchedObjectives(objectives: RunObjectives, model: Model, clubSteps: number, watch: () => StepWatch): RunObjectives {
  const list = objectives.list.map((entry) =>
    entry.name === 'club' ? { ...entry, objective: watchedClub(entry.objective, model, clubSteps, watch) } : entry,
  );
  return { ...objectives, list: [featureProbe(watch), ...list] };
}

function featureProbe(watch: () => StepWatch): RunObjective {
  const beforeTerms = (step: StepState): Scalars => {
    const read = (values: PerModality<tf.Tensor>) => perModality(step.modalities, (m) => toHost(forModality(values, m)));
    watch().features = {
      semantic: read(step.semantic),
      specific: read(step.specific),
      quantized: read(step.quantized),
      clubView: read(step.clubView),
      indices: read(step.indices),
    };
    return {};
  };
  return { name: 'parity', label: "objective 'parity'", weight: 0, objective: { beforeTerms } };
}

/** CLUB, built with one inner step, that takes `steps` of them. */
function watchedClub(club: Objective, model: Model, steps: number, watch: () => StepWatch): Objective {
  return {
    beforeTerms: (step) => {
      let logged: Scalars = {};
      for (let i = 0; i < steps; i++) {
        logged = club.beforeTerms?.(step) ?? {};
        for (const m of step.modalities) {
          (watch().logLikelihoods[m] ??= []).push(scalar(forModality(logged, `log-likelihood/${m}`)));
        }
      }
      return logged;
    },
    terms: (step) => {
      for (const m of step.modalities) watch().clubNorms[m] = clubNorm(club, model, step, m);
      return club.terms?.(step) ?? { losses: {} };
    },
  };
}

function clubNorm(club: Objective, model: Model, step: StepState, modality: string): number {
  const own = [...model.parameters].filter(([path]) => path.startsWith(`club/${modality}/`)).map(([, variable]) => variable);
  return withoutTape(() =>
    tf.tidy(() => {
      const { grads } = tf.variableGrads(() => forModality(club.terms?.(step).losses ?? {}, modality), own);
      return Math.sqrt(Object.values(grads).reduce((sum, gradient) => sum + scalar(tf.sum(tf.square(gradient))), 0));
    }),
  );
}

/** Adam that keeps a copy of the gradients which it is given. */
export class WatchedAdam extends Adam {
  constructor(
    private readonly parameters: ConstructorParameters<typeof Adam>[0],
    options: ConstructorParameters<typeof Adam>[1],
    private readonly watch: () => StepWatch,
  ) {
    super(parameters, options);
  }

  override step(gradients: tf.NamedTensorMap, learningRate?: number): Scalars {
    for (const [path, { name }] of this.parameters) {
      const gradient = gradients[name];
      if (gradient !== undefined) this.watch().gradients.set(path, tf.keep(tf.clone(gradient)));
    }
    return super.step(gradients, learningRate);
  }
}

const scalar = (tensor: tf.Tensor): number => tensor.dataSync()[0] as number;

const toHost = (tensor: tf.Tensor): NdArray => ({ shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) });
