import { CmgError, type ComponentConfig, type Components } from '@cmg/core';
import { z } from 'zod';

/**
 * A task with the options that a config has for it, or its defaults; `more` wins over both.
 *
 * @throws CmgError where there is no such task, or it does not take these options.
 */
export function configuredTask(
  { tasks }: Pick<Components, 'tasks'>,
  name: string,
  configured: readonly ComponentConfig[],
  more: Readonly<Record<string, unknown>> = {},
): ComponentConfig {
  const entry = configured.find(({ use }) => use === name);
  const parsed = tasks.get(name).options.safeParse({ ...entry?.options, ...more });
  if (!parsed.success) throw new CmgError(z.prettifyError(parsed.error), { kind: 'usage', where: `task ${name}` });
  return { ...entry, use: name, options: parsed.data };
}
