import { z } from 'zod';
import { type Component, type Components, pathOption, Registry } from '@cmg/core';

const component = (name: string, options: z.ZodRawShape = {}) =>
  ({ name, description: `the ${name}`, options: z.strictObject(options) }) as unknown as Component;

/** A kind of codebook whose heads must divide the width. */
const shared = {
  ...component('shared', { size: z.int().min(2).default(128), heads: z.int().min(1).default(1) }),
  mistakes: ({ heads }: { heads: number }, width: number) =>
    width % heads === 0 ? [] : [{ option: 'heads', message: `${heads} heads cannot share ${width}` }],
} as unknown as Component;

/** Components that can be configured but not used. */
export function fakeComponents(): Components {
  return {
    modalities: new Registry('modality', [component('audio', { layers: z.int().default(2) }), component('video')]),
    objectives: new Registry('objective', [
      component('reconstruction'),
      component('club', { steps: z.int().default(5) }),
      component('cmcm'),
    ]),
    datasets: new Registry('data set', [
      component('digits', { clips: z.int().min(1).default(100) }),
      component('folder', { root: pathOption().default('.') }),
    ]),
    tasks: new Registry('task', [component('classification')]),
    codebooks: new Registry('codebook', [shared, component('residual', { levels: z.int().min(1).default(4) })]),
    observers: new Registry('observer', [component('progress')]),
  } as unknown as Components;
}
