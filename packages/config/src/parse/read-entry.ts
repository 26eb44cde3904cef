import type { Component, ComponentConfig, ComponentKind, ModalityConfig, Registry } from '@cmg/core';
import { z } from 'zod';
import type { Section } from '../sections.js';
import type { ConfigIssue } from '../source/mistake.js';
import { suggestion } from '../suggest.js';
import { checkOptions, type Options } from './check-options.js';

const context = z
  .union([
    z.enum(['none', 'clip']),
    z.strictObject({
      window: z
        .int()
        .min(1)
        .refine((n) => n % 2 === 1, 'an odd number, with the segment in the middle'),
    }),
  ])
  .default('clip')
  .describe('what encoders see of a clip: the segment alone, a window of segments around it, or all of it');
const featureDropout = z
  .number()
  .min(0)
  .lt(1)
  .default(0)
  .describe('rate at which values of features are hidden from the semantic encoder in training; few clips need it');
const weight = z.number().min(0).default(1).describe('factor of the losses of this objective');

/** Keys of an entry besides the options of its component, by the component's kind. */
export const ENTRY_KEYS_BY_KIND: Partial<Record<ComponentKind, z.ZodObject>> = {
  modality: z.object({ context, featureDropout }),
  objective: z.object({ weight }),
};

export type Entry = ComponentConfig & { readonly weight?: number } & Pick<ModalityConfig, 'context' | 'featureDropout'>;

export const isRecord = (value: unknown): value is Options => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Validates an entry: `audio`, `{use: audio, layers: 2}`, or, if the section has a fallback, options alone. */
export function readEntry(
  section: Section,
  registry: Registry<Component>,
  raw: unknown,
): { entry?: Entry; issues: readonly ConfigIssue[] } {
  const entry = typeof raw === 'string' ? { use: raw } : raw === undefined && section.fallback !== undefined ? {} : raw;
  if (!isRecord(entry)) {
    const what = raw === undefined ? 'is missing: ' : '';
    return {
      issues: [
        {
          path: [],
          message: `${what}expected the name of a ${section.noun}, or a map with its name as \`use\`${suggestion('', registry.names)}`,
        },
      ],
    };
  }
  const { use = section.fallback, ...rest } = entry;
  if (typeof use !== 'string') {
    return {
      issues: [{ path: use === undefined ? [] : ['use'], message: `\`use\` must name a ${section.noun}${suggestion('', registry.names)}` }],
    };
  }
  if (!registry.has(use)) {
    const missing = registry.missing(use);
    const remedy = missing === undefined ? suggestion(use, registry.names) : `\n  ${missing}`;
    return { issues: [{ path: ['use'], message: `unknown ${registry.kind} '${use}'${remedy}` }] };
  }
  const component = registry.get(use);
  const besides = ENTRY_KEYS_BY_KIND[section.kind];
  const keys = Object.keys(besides?.shape ?? {});
  const given = Object.entries(rest);
  const own = checkOptions(component.options, Object.fromEntries(given.filter(([key]) => !keys.includes(key))), keys);
  const other = besides && checkOptions(besides, Object.fromEntries(given.filter(([key]) => keys.includes(key))));
  const issues = [...(other?.issues ?? []), ...own.issues];
  return issues.length > 0 ? { issues } : { entry: { use, ...other?.value, options: own.value as Options }, issues };
}
