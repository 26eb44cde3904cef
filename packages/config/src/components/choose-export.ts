import { CmgError, type ComponentKind, KIND_NAMES } from '@cmg/core';
import type { ModuleExports } from './import-module.js';

type Candidate = { readonly name?: unknown };

const isComponent = (value: unknown): value is Candidate =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'name' in value && 'options' in value;

/** A CommonJS module compiled from ES modules has its default export one level down. */
function defaultOf({ default: value }: ModuleExports): unknown {
  const inner = value as { __esModule?: unknown; default?: unknown } | null | undefined;
  return typeof inner === 'object' && inner?.__esModule === true && 'default' in inner ? inner.default : value;
}

/** All components that a module exports. */
export function componentsOf(module: ModuleExports): readonly Candidate[] {
  return [...new Set([defaultOf(module), ...Object.values(module)])].filter(isComponent);
}

/**
 * The intended export: the component called `name` if given; otherwise the export named after the kind (`modality`,
 * `objective`, ...), the default export, the export `plugin`, or the only component.
 *
 * @throws CmgError of kind `usage` that lists what the module exports
 */
export function chooseExport(module: ModuleExports, kind: ComponentKind, specifier: string, name?: string): unknown {
  const all = componentsOf(module);
  const names = all.map((component) => String(component.name));
  if (name !== undefined) {
    const named = all.find((component) => component.name === name);
    if (named !== undefined) return named;
    throw new CmgError(`does not export a component named '${name}'`, {
      kind: 'usage',
      where: specifier,
      hint: `It exports: ${names.join(', ') || 'none'}.`,
    });
  }
  const chosen = module[kind] ?? defaultOf(module) ?? module['plugin'] ?? (all.length === 1 ? all[0] : undefined);
  if (chosen !== undefined) return chosen;
  throw new CmgError(all.length === 0 ? `does not export any ${KIND_NAMES[kind]}` : `exports several components: ${names.join(', ')}`, {
    kind: 'usage',
    where: specifier,
    hint: all.length === 0 ? `Make it the default export, or export it as ${kind}.` : `Choose one, for example "${specifier}#${names[0]}".`,
  });
}
