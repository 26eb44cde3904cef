import type { Components } from '@cmg/core';
import { z } from 'zod';

interface OptionSchema {
  readonly default?: unknown;
  readonly description?: string;
}

/** What `cmg extract` can do: a line per extractor, then one per option. */
export function describeExtractors({ modalities }: Components): string[] {
  return [...modalities].flatMap(({ name, extractors = [] }) =>
    extractors.flatMap((extractor, i) => {
      const { properties = {} } = z.toJSONSchema(extractor.options, { io: 'input' }) as { properties?: Record<string, OptionSchema> };
      const options = Object.entries(properties).map(([option, { default: value, description }]) => {
        const given = value === undefined ? '' : ` (default: ${JSON.stringify(value)})`;
        return `      ${option}  ${description}${given}`;
      });
      return [`  ${name}=${extractor.name}${i === 0 ? ' (default)' : ''}  ${extractor.description}`, ...options];
    }),
  );
}
