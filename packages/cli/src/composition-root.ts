import { codeReset, commitment, ema } from '@cmg/codebook';
import { container, DATASET, metricsFile, MODALITY, OBJECTIVE, OBSERVER, progress, reconstruction, TASK, tensorboard } from '@cmg/trainer';
import { type Components, Registry } from '@cmg/core';
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
import type { DependencyContainer, InjectionToken } from 'tsyringe';

/** The one place where components are registered. A child container, so that two callers share nothing. */
export function createContainer(): DependencyContainer {
  const root = container.createChildContainer();
  const register = <T>(token: InjectionToken<T>, values: readonly T[]) => {
    for (const useValue of values) root.register(token, { useValue });
  };
  register(MODALITY, [audioPlugin, videoPlugin, textPlugin]);
  register(OBJECTIVE, [reconstruction, commitment, crossCommitment, club, crossCpc, cmcm, ema, mmEma, codeReset]);
  register(DATASET, [
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
  ]);
  register(TASK, [classification, localisation, openSet, retrieval, segmentation]);
  register(OBSERVER, [metricsFile, tensorboard, progress]);
  return root;
}

/** What is registered, by name. */
export function resolveComponents(root: DependencyContainer): Components {
  return {
    modalities: new Registry('modality', root.resolveAll(MODALITY)),
    objectives: new Registry('objective', root.resolveAll(OBJECTIVE)),
    datasets: new Registry('data set', root.resolveAll(DATASET)),
    tasks: new Registry('task', root.resolveAll(TASK)),
    observers: new Registry('observer', root.resolveAll(OBSERVER)),
  };
}
