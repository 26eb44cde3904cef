import { z } from 'zod';
import type { Component, Components, Registry, RunConfig } from '@cmg/core';
import { headsMistake } from '@cmg/codebook';
import { runConfigShape } from './run-config.js';

/** One thing wrong with a config. */
export interface ConfigIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export type ParsedConfig =
  | { readonly config: RunConfig; readonly issues: readonly [] }
  | { readonly config: undefined; readonly issues: readonly ConfigIssue[] };

const weight = z.number().min(0).default(1).describe('factor of the losses of this objective');

/** The schema of one entry that names `component`: its options and, for an objective, a weight. */
function entrySchema(component: Component, weighted: boolean) {
  return component.options.extend({
    use: z.literal(component.name).describe(component.description),
    ...(weighted ? { weight } : {}),
  });
}

function variants(registry: Registry<Component>, weighted: boolean) {
  const [first, ...rest] = [...registry].map((component) => entrySchema(component, weighted));
  if (first === undefined) return z.never({ error: `no ${registry.kind} is registered` });
  return z.discriminatedUnion('use', [first, ...rest], {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? `there is no ${registry.kind} named '${(issue.input as { use?: unknown }).use}'; known: ${registry.names.join(', ')}`
        : undefined,
  });
}

/** The full schema of a config for these components, in the long form `{use: name, ...options}`. */
export function configSchema(components: Components) {
  return runConfigShape.extend({
    data: variants(components.datasets as Registry<Component>, false),
    modalities: z.array(variants(components.modalities as Registry<Component>, false)).min(1),
    objectives: z.array(variants(components.objectives as Registry<Component>, true)).min(1),
    tasks: z.array(variants(components.tasks as Registry<Component>, false)).default([]),
    observers: z.array(variants(components.observers as Registry<Component>, false)).default([]),
  });
}

/** JSON Schema of a config file, short form `name` for an entry without options included: for editors. */
export function configJsonSchema(components: Components): Record<string, unknown> {
  const short = (registry: Registry<Component>, weighted: boolean) =>
    z.union([z.enum(registry.names as [string, ...string[]]), variants(registry, weighted)]);
  const schema = runConfigShape.extend({
    data: short(components.datasets as Registry<Component>, false),
    modalities: z.array(short(components.modalities as Registry<Component>, false)).min(1),
    objectives: z.array(short(components.objectives as Registry<Component>, true)).min(1),
    tasks: z.array(short(components.tasks as Registry<Component>, false)).default([]),
    observers: z.array(short(components.observers as Registry<Component>, false)).default([]),
  });
  return z.toJSONSchema(schema, { io: 'input' }) as Record<string, unknown>;
}

const long = (entry: unknown): unknown => (typeof entry === 'string' ? { use: entry } : entry);
const longList = (entries: unknown): unknown => (Array.isArray(entries) ? entries.map(long) : entries);

/** `name` -> `{use: name}`, wherever a component is named. */
function longForm(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const config = { ...(raw as Record<string, unknown>) };
  if ('data' in config) config['data'] = long(config['data']);
  for (const key of ['modalities', 'objectives', 'tasks', 'observers']) {
    if (key in config) config[key] = longList(config[key]);
  }
  return config;
}

function split(entry: Record<string, unknown> & { use: string }) {
  const { use, ...options } = entry;
  return { use, options };
}

function splitWeighted(entry: Record<string, unknown> & { use: string }) {
  const { use, weight: factor, ...options } = entry;
  return { use, weight: factor as number, options };
}

function repeated(entries: readonly { use: string }[], list: string): ConfigIssue[] {
  return entries.flatMap(({ use }, i) =>
    entries.findIndex((other) => other.use === use) < i
      ? [{ path: [list, i], message: `'${use}' stands in the list twice; name it once` }]
      : [],
  );
}

function mistakenHeads({ codebook, width }: Pick<RunConfig, 'codebook' | 'width'>): ConfigIssue[] {
  const message = headsMistake(codebook, width);
  return message === undefined ? [] : [{ path: ['codebook', 'heads'], message }];
}

/** Flattens a Zod issue: one issue per unrecognised key, at the key. */
function flatten(issue: z.core.$ZodIssue): ConfigIssue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'there is no such option' }));
  }
  return [{ path: issue.path, message: issue.message }];
}

/** Validates a parsed YAML or JSON value; all issues at once. */
export function parseConfig(raw: unknown, components: Components): ParsedConfig {
  const result = configSchema(components).safeParse(longForm(raw));
  if (!result.success) return { config: undefined, issues: result.error.issues.flatMap(flatten) };
  const { data, modalities, objectives, tasks, observers, ...rest } = result.data;
  type Entry = Record<string, unknown> & { use: string };
  const issues = [
    ...repeated(modalities as Entry[], 'modalities'),
    ...repeated(objectives as Entry[], 'objectives'),
    ...repeated(tasks as Entry[], 'tasks'),
    ...repeated(observers as Entry[], 'observers'),
    ...mistakenHeads(rest),
  ];
  if (issues.length > 0) return { config: undefined, issues };
  const config: RunConfig = {
    ...rest,
    data: split(data as Entry),
    modalities: (modalities as Entry[]).map(split),
    objectives: (objectives as Entry[]).map(splitWeighted),
    tasks: (tasks as Entry[]).map(split),
    observers: (observers as Entry[]).map(split),
  };
  return { config, issues: [] };
}

/** The config as a file would hold it, every option spelt out: for `cmg config show` and a run's record. */
export function showConfig(config: RunConfig): Record<string, unknown> {
  const join = ({ use, options, ...rest }: { use: string; options: object }) => ({ use, ...rest, ...options });
  return {
    ...config,
    data: join(config.data),
    modalities: config.modalities.map(join),
    objectives: config.objectives.map(join),
    tasks: config.tasks.map(join),
    observers: config.observers.map(join),
  };
}
