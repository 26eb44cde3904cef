import {
  type Components,
  forModality,
  type Objective,
  type ObjectiveBuild,
  type ObjectiveFactory,
  type ParameterMap,
  parseOptions,
  perModality,
  type RunConfig,
} from '@cmg/core';
import { Adam } from '@cmg/nn';
import { componentLabel } from './component-label.js';
import type { Model } from './model.js';
import { momentumTeacher } from './momentum-teacher.js';

/** One line of a config's `objectives`, built. */
export interface RunObjective {
  readonly name: string;
  /** With its package, for messages. */
  readonly label: string;
  /** Factor of its losses. */
  readonly weight: number;
  readonly objective: Objective;
}

/** The objectives of a run and the optimisers that they made for themselves. */
export interface RunObjectives {
  /** In the config's order. */
  readonly list: readonly RunObjective[];
  /** By the path of the scope that each trains. */
  readonly optimizers: ReadonlyMap<string, Adam>;
  /** What the main optimiser trains: all parameters that no objective has claimed. */
  readonly parameters: ParameterMap;
  /** Where there are copies of the encoders, which start as they do. */
  readonly teachers: readonly string[];
  /** Whether any has read how long the run is: it cannot be made longer then without being another run. */
  readonly dependOnLength: boolean;
}

/**
 * Builds a config's objectives on a model, each under its own name in the model's scope.
 *
 * @param totalSteps of the run; Infinity where nothing is trained
 * @throws CmgError where an objective is unknown
 */
export function buildObjectives(
  config: Pick<RunConfig, 'objectives'>,
  components: Pick<Components, 'objectives'>,
  model: Model,
  totalSteps = Infinity,
): RunObjectives {
  const optimizers = new Map<string, Adam>();
  const claimed = new Set<string>();
  const teachers: string[] = [];
  let dependOnLength = false;
  const { participants: modalities } = model.training;
  const build = (name: string): ObjectiveBuild => ({
    parameters: model.scope.child(name),
    modalities,
    width: model.width,
    codes: model.codebook.size,
    codebook: model.codebook,
    segments: model.data.segments,
    get totalSteps() {
      dependOnLength = true;
      return totalSteps;
    },
    clubWidths: perModality(modalities, (m) => forModality(model.networks, m).specific.clubWidth),
    createOptimizer: (scope, { learningRate }) => {
      const optimizer = new Adam(scope.parameters, { learningRate });
      optimizers.set(scope.path, optimizer);
      for (const path of scope.parameters.keys()) claimed.add(path);
      return optimizer;
    },
    createTeacher: (scope) => {
      const { teacher, path } = momentumTeacher(model, scope);
      teachers.push(path);
      return teacher;
    },
  });
  const list = config.objectives.map((line) => {
    const label = componentLabel('objective', line);
    const factory: ObjectiveFactory = components.objectives.get(line.use);
    const objective = factory.create(parseOptions(factory, line, label), build(line.use));
    return { name: line.use, label, weight: line.weight, objective };
  });
  const parameters = new Map([...model.parameters].filter(([path]) => !claimed.has(path)));
  return { list, optimizers, parameters, teachers, dependOnLength };
}
