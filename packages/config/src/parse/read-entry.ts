import type { Component, ComponentConfig, Registry } from '@cmg/core';
import { z } from 'zod';
import type { Section } from '../sections.js';
import type { ConfigIssue } from '../source/mistake.js';
import { suggestion } from '../suggest.js';
import { checkOptions, type Options } from './check-options.js';

/** What an objective has beside its options. */
export const WEIGHT = z.number().min(0).default(1).describe('factor of the losses of this objective');

const objectiveKeys = z.object({ weight: WEIGHT });

export type Entry = ComponentConfig & { readonly weight?: number };

export const isRecord = (value: unknown): value is Options => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Validates what names one component: `audio`, `{use: audio, layers: 2}`, or, where the section has a fallback, options alone. */
export function readEntry(section: Section, registry: Registry<Component>, raw: unknown): { entry?: Entry; issues: readonly ConfigIssue[] } {
  const entry = typeof raw === 'string' ? { use: raw } : raw === undefined && section.fallback !== undefined ? {} : raw;
  if (!isRecord(entry)) {
    const what = raw === undefined ? 'is missing: ' : '';
    return { issues: [{ path: [], message: `${what}expected the name of a ${section.noun}, or a map with its name as \`use\`${suggestion('', registry.names)}` }] };
  }
  const { use = section.fallback, ...rest } = entry;
  if (typeof use !== 'string') {
    return { issues: [{ path: use === undefined ? [] : ['use'], message: `\`use\` must name a ${section.noun}${suggestion('', registry.names)}` }] };
  }
  if (!registry.has(use)) return { issues: [{ path: ['use'], message: `there is no ${registry.kind} named '${use}'${suggestion(use, registry.names)}` }] };
  const component = registry.get(use);
  if (section.kind !== 'objective') {
    const { value, issues } = checkOptions(component.options, rest);
    return issues.length > 0 ? { issues } : { entry: { use, options: value as Options }, issues };
  }
  const { weight: given, ...own } = rest;
  const weight = checkOptions(objectiveKeys, given === undefined ? {} : { weight: given });
  const options = checkOptions(component.options, own, ['weight']);
  const issues = [...weight.issues, ...options.issues];
  return issues.length > 0 ? { issues } : { entry: { use, weight: weight.value?.weight as number, options: options.value as Options }, issues };
}
