import type { ComponentConfig } from '@cmg/core';
import type { Workbench } from './workbench.js';

/** A task with the options that a config has for it, or its defaults; `more` wins over both. */
export function configuredTask(workbench: Workbench, name: string, configured: readonly ComponentConfig[], more: Readonly<Record<string, unknown>> = {}): ComponentConfig {
  const task = workbench.components.tasks.get(name);
  const options = configured.find(({ use }) => use === name)?.options ?? {};
  return { use: name, options: task.options.parse({ ...options, ...more }) as ComponentConfig['options'] };
}
