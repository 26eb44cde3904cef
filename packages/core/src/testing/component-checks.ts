import type { Component } from '../component.js';
import { checkComponent } from '../define/check-component.js';
import type { ComponentKind } from '../define/component-kind.js';
import { expectThat } from './assertions.js';
import type { Check } from './check.js';

/** Whether a component has all its parts; otherwise the checks of its kind make no sense. */
export function hasParts(kind: ComponentKind, component: Component): boolean {
  try {
    checkComponent(kind, component, component.name);
    return true;
  } catch {
    return false;
  }
}

/** What a config requires of components of every kind; then the checks of its own kind, if it has all its parts. */
export function componentChecks(kind: ComponentKind, component: Component, own: () => readonly Check[]): Check[] {
  const parts: Check = {
    name: 'has the parts of its kind, and strict options with defaults',
    run: () => void checkComponent(kind, component, component.name),
  };
  if (!hasParts(kind, component)) return [parts];
  return [parts, { name: 'describes itself and each option in a line', run: () => expectDescriptions(component) }, ...own()];
}

function expectDescriptions({ description, options }: Component): void {
  expectThat(/^\S[^\n]*\S$/.test(description), `description is ${JSON.stringify(description)}: one line, without surrounding space`);
  const undescribed = Object.entries(options.shape).flatMap(([name, schema]) =>
    (schema as { description?: string }).description ? [] : [name],
  );
  expectThat(
    undescribed.length === 0,
    `options without a description: ${undescribed.join(', ')}; add .describe('…') to each, after its default`,
  );
}
