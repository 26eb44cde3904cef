import { type ConfigEntry, entriesOf, mapEntries, pathText, showConfig } from '@cmg/config';
import type { ComponentOrigin, RunConfig } from '@cmg/core';
import { dependsOnLength as rateDependsOnLength } from '../training/learning-rate.js';

/** How configs are compared, and what messages say of them. */
export interface ConfigComparison {
  /** Paths that may differ. */
  readonly free: readonly string[];
  /** Where the two values are: 'in the checkpoint', 'in the config'. */
  readonly saved: string;
  readonly now: string;
}

/** A checkpoint and its continuation, which may be longer if nothing depends on that; the data is compared by its content. */
export const continuation = ({ training }: RunConfig, dependsOnLength = false): ConfigComparison => ({
  free: [
    ...(dependsOnLength || rateDependsOnLength(training) ? [] : ['training.epochs', 'training.steps']),
    'name',
    'init',
    'tasks',
    'observers',
    'data',
    'training.logEvery',
    'training.compile',
    'training.keep',
    'training.validation',
    'training.earlyStop',
  ],
  saved: 'in the checkpoint',
  now: 'in the config',
});

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function compare(path: string, saved: unknown, now: unknown, by: ConfigComparison): string[] {
  if (by.free.includes(path)) return [];
  if (isObject(saved) && isObject(now) && Array.isArray(saved) === Array.isArray(now)) {
    const keys = [...new Set([...Object.keys(saved), ...Object.keys(now)])];
    const at = (key: string) => (Array.isArray(saved) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
    return keys.flatMap((key) => compare(at(key), saved[key], now[key], by));
  }
  const text = (value: unknown) => {
    if (value === undefined) return 'nothing';
    return isObject(value) && typeof value['use'] === 'string' ? value['use'] : JSON.stringify(value);
  };
  return Object.is(saved, now) ? [] : [`${path}: ${text(saved)} ${by.saved}, ${text(now)} ${by.now}`];
}

/** Another version of a package may compute something else: a run goes on with the one that it began with. */
function versionDifferences(saved: RunConfig, now: RunConfig, by: ConfigComparison): string[] {
  const place = ({ path }: ConfigEntry) => pathText(path);
  const before = new Map(entriesOf(saved).map((one) => [place(one), one.entry]));
  return entriesOf(now).flatMap((one) => {
    const [{ use, from }, old] = [one.entry, before.get(place(one))];
    if (by.free.includes(one.section.key) || old?.use !== use || old.from?.version === from?.version) return [];
    const named = (origin: ComponentOrigin | undefined) =>
      origin === undefined ? 'a built-in component' : `${origin.specifier} ${origin.version ?? 'of no version'}`;
    return [`${place(one)}: ${named(old.from)} ${by.saved}, ${named(from)} ${by.now}`];
  });
}

/** Components by their names: a file or a package is the same wherever it lies. */
const withoutOrigins = (config: RunConfig): RunConfig => mapEntries(config, ({ entry: { from: _from, ...entry } }) => entry) as RunConfig;

/** What keeps a run of `now` from going on from one of `saved`: one line for each path or version that differs. */
export function configDifference(saved: RunConfig, now: RunConfig, by: ConfigComparison = continuation(now)): string[] {
  return [...compare('', showConfig(withoutOrigins(saved)), showConfig(withoutOrigins(now)), by), ...versionDifferences(saved, now, by)];
}

/**
 * What keeps the frozen parts of `now` from being those of `saved`, one line for each path that differs: weights alone do not tell how many
 * heads attend, or how far an encoder sees.
 */
export function frozenDifference(saved: RunConfig, now: RunConfig): string[] {
  const [before, after] = [partsOf(saved), partsOf(now)];
  return now.freeze.flatMap((part) =>
    compare(part, before.get(part), after.get(part), {
      free: [`${part}.featureDropout`],
      saved: 'in that run',
      now: 'in the config',
    }),
  );
}

/** What can be frozen, by its name. */
function partsOf(config: RunConfig): Map<string, unknown> {
  const { codebook, modalities } = showConfig(withoutOrigins(config)) as { codebook: object; modalities: readonly { use: string }[] };
  return new Map<string, unknown>([['codebook', codebook], ...modalities.map((one) => [`modalities.${one.use}`, one] as const)]);
}
