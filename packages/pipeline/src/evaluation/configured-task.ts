import type { ComponentConfig, Components } from '@cmg/core';

/** A task with the options that a config has for it, or its defaults; `more` wins over both. */
export function configuredTask(
  { tasks }: Pick<Components, 'tasks'>,
  name: string,
  configured: readonly ComponentConfig[],
  more: Readonly<Record<string, unknown>> = {},
): ComponentConfig {
  const entry = configured.find(({ use }) => use === name);
  const options = tasks.get(name).options.parse({ ...entry?.options, ...more }) as ComponentConfig['options'];
  return { ...entry, use: name, options };
}
