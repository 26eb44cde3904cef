import type { Components, RunConfig } from '@cmg/core';
import { type Section, registryOf, SECTIONS } from '../sections.js';
import { settingsSchema } from '../run-config.js';
import type { ConfigIssue } from '../source/mistake.js';
import { checkOptions } from './check-options.js';
import { frozenMistakes } from './frozen-mistakes.js';
import { type Entry, isRecord, readEntry } from './read-entry.js';

export type ParsedConfig =
  { readonly config: RunConfig; readonly issues: readonly [] } | { readonly config: undefined; readonly issues: readonly ConfigIssue[] };

/** Keys of a file that are consumed when it is read. */
const FILE_KEYS = ['extends', 'set', 'without', 'add'];

/** Validates a parsed YAML or JSON value whose components are all registered; reports all issues at once. */
export function parseConfig(raw: unknown, components: Components): ParsedConfig {
  if (!isRecord(raw)) {
    return {
      config: undefined,
      issues: [{ path: [], message: `expected a map with the keys name, ${SECTIONS.map(({ key }) => key).join(', ')}` }],
    };
  }
  const issues: ConfigIssue[] = [];
  const named: Record<string, unknown> = {};
  for (const section of SECTIONS) {
    const read = section.list ? readList(section, components, raw[section.key]) : readOne(section, components, raw[section.key]);
    named[section.key] = read.value;
    issues.push(...read.issues.map(({ path, message }) => ({ path: [section.key, ...path], message })));
  }
  const sections: readonly string[] = SECTIONS.map(({ key }) => key);
  const rest = Object.fromEntries(Object.entries(raw).filter(([key]) => !sections.includes(key)));
  const settings = checkOptions(settingsSchema, rest, [...sections, ...FILE_KEYS]);
  issues.push(...settings.issues);
  if (issues.length > 0) return { config: undefined, issues };
  const config = { ...settings.value, ...named } as unknown as RunConfig;
  const mistaken = [...mistakenCodebook(config, components), ...mistakenTerms(config), ...frozenMistakes(config)];
  return mistaken.length > 0 ? { config: undefined, issues: mistaken } : { config, issues: [] };
}

interface Read<Value> {
  readonly value: Value;
  readonly issues: readonly ConfigIssue[];
}

function readOne(section: Section, components: Components, raw: unknown): Read<Entry | undefined> {
  const { entry, issues } = readEntry(section, registryOf(components, section), raw);
  return { value: entry, issues };
}

function readList(section: Section, components: Components, raw: unknown): Read<readonly Entry[]> {
  if (raw === undefined && !section.required) return { value: [], issues: [] };
  if (!Array.isArray(raw)) {
    return { value: [], issues: [{ path: [], message: `${raw === undefined ? 'is missing: ' : ''}expected a list of ${section.key}` }] };
  }
  if (raw.length === 0 && section.required)
    return { value: [], issues: [{ path: [], message: `the list is empty: name a ${section.noun}` }] };
  const read = raw.map((item: unknown) => readEntry(section, registryOf(components, section), item));
  const issues = read.flatMap(({ issues: own }, i) => own.map(({ path, message }) => ({ path: [i, ...path], message })));
  return { value: read.flatMap(({ entry }) => entry ?? []), issues: [...issues, ...repeated(raw)] };
}

function repeated(raw: readonly unknown[]): ConfigIssue[] {
  const names = raw.map((item) => (isRecord(item) ? item['use'] : item));
  return names.flatMap((use, i) =>
    typeof use === 'string' && names.indexOf(use) < i ? [{ path: [i], message: `'${use}' is listed twice` }] : [],
  );
}

/** Options of the codebook that are invalid for this width. */
function mistakenCodebook({ codebook: { use, options }, width }: RunConfig, { codebooks }: Components): readonly ConfigIssue[] {
  try {
    const mistakes = codebooks.get(use).mistakes?.(options, width) ?? [];
    return mistakes.map(({ option, message }) => ({ path: ['codebook', option], message }));
  } catch (thrown) {
    return [{ path: ['codebook'], message: `its options cannot be checked: ${(thrown as Error).message}` }];
  }
}

/** Terms of validation that no objective of the config has. */
function mistakenTerms({ objectives, training: { keep, earlyStop } }: RunConfig): readonly ConfigIssue[] {
  const known = ['retrieval', 'loss', ...objectives.map(({ use }) => use)];
  const check = (term: string | undefined, ...path: string[]) =>
    term === undefined || known.includes(term)
      ? []
      : [{ path: ['training', ...path], message: `nothing is called '${term}'; validation tells: ${known.join(', ')}` }];
  return [...check(keep.best, 'keep', 'best'), ...check(earlyStop?.by, 'earlyStop', 'by')];
}
