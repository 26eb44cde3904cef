import type { Component, Components, Registry } from '@cmg/core';
import { z } from 'zod';
import { ENTRY_KEYS_BY_KIND } from './parse/read-entry.js';
import { runConfigShape } from './run-config.js';
import { registryOf, type Section, SECTIONS } from './sections.js';

/** `{use: name, ...options}` of one component, with the keys its section adds to the options. */
function entrySchema(component: Component, section: Section): z.ZodObject {
  return component.options.extend({
    use: z.literal(component.name).describe(component.description),
    ...ENTRY_KEYS_BY_KIND[section.kind]?.shape,
  });
}

/** An entry of a section: a name, a name with options, or a package or file with its own options. */
function entriesSchema(section: Section, registry: Registry<Component>): z.ZodType {
  const [first, ...names] = registry.names;
  const known = first === undefined ? z.never() : z.enum([first, ...names]);
  const other = z
    .string()
    .min(1)
    .meta({ not: { enum: registry.names }, description: `a package or a file beside the config that exports a ${section.noun}` });
  const bare = section.fallback === undefined || !registry.has(section.fallback) ? [] : [registry.get(section.fallback).options];
  return z.union([
    known,
    ...bare,
    ...[...registry].map((component) => entrySchema(component, section)),
    other,
    z.looseObject({ use: other }),
  ]);
}

/** JSON Schema of a config file, for editors. Every key is optional in files that extend another one. */
export function configJsonSchema(components: Components): Record<string, unknown> {
  const shape = Object.fromEntries(
    SECTIONS.map((section) => {
      const entry = entriesSchema(section, registryOf(components, section));
      const list = section.required ? z.array(entry).min(1) : z.array(entry);
      const described = (section.list ? list : entry).describe(runConfigShape.shape[section.key].description ?? '');
      return [section.key, section.required ? described : described.optional()];
    }),
  );
  const schema = runConfigShape.extend(shape);
  const { required, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
  return {
    ...json,
    properties: { ...FILE_PROPERTIES, ...(json['properties'] as object) },
    anyOf: [{ required: ['extends'] }, { required }],
  };
}

/** The keys with which a file changes the config that it extends. */
const FILE_PROPERTIES = {
  extends: { type: 'string', description: 'the config that this one changes, relative to this file' },
  set: { type: 'object', description: 'values by path, {training.epochs: 8, objectives.cmcm.weight: 2}' },
  without: { type: 'array', items: { type: 'string' }, description: 'components to remove: cmcm (an objective), tasks.retrieval' },
  add: { type: 'array', description: 'components to add: infonce (an objective), {use: infonce, weight: 2}, {tasks: retrieval}' },
};
