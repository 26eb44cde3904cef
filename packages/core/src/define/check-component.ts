import { CmgError } from '../cmg-error.js';
import { type ComponentKind, type ComponentKinds, KIND_NAMES } from './component-kind.js';

/** The functions that a component of each kind must have. */
const FUNCTIONS: Readonly<Record<ComponentKind, readonly string[]>> = {
  modality: ['createSemanticEncoder', 'createSpecificEncoder', 'createDecoder'],
  objective: ['create'],
  dataset: ['open'],
  task: ['targets', 'createHead'],
  extractor: ['open'],
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** By structure, for a plugin may bring a copy of zod of its own. */
function optionsMistake(options: unknown): string | undefined {
  if (options === undefined) return 'options is missing';
  if (!isObject(options) || typeof options['safeParse'] !== 'function') return 'options is not a zod object';
  const internals = options['_zod'] as { def?: { type?: unknown } } | undefined;
  if (internals === undefined) return 'options is a schema of another major version of zod than 4';
  return internals.def?.type === 'object' ? undefined : `options is a zod ${String(internals.def?.type)}, not a zod object`;
}

/** What is wrong with the parts of a component, each part by name. */
function mistakes(kind: ComponentKind, component: Readonly<Record<string, unknown>>): string[] {
  const found: string[] = [];
  const { name, description, options } = component;
  if (name === undefined) found.push('name is missing');
  else if (typeof name !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    found.push(`name is ${JSON.stringify(name)}, not lower-case words joined by dashes`);
  }
  if (typeof description !== 'string') found.push(description === undefined ? 'description is missing' : 'description is not a string');
  const wrongOptions = optionsMistake(options);
  if (wrongOptions !== undefined) found.push(wrongOptions);
  for (const part of FUNCTIONS[kind]) {
    if (typeof component[part] !== 'function') found.push(component[part] === undefined ? `${part} is missing` : `${part} is not a function`);
  }
  return found;
}

/**
 * Checks the structure of a component that somebody else wrote; nothing of it is called.
 *
 * @param where what exports it, for messages: a package, a file, a key of a config
 * @throws CmgError of kind `usage` that names every part that is missing or wrong
 */
export function checkComponent<Kind extends ComponentKind>(kind: Kind, value: unknown, where: string): ComponentKinds[Kind] {
  const found = isObject(value) ? mistakes(kind, value) : [`${value === null ? 'null' : typeof value} in place of an object`];
  if (found.length === 0) return value as unknown as ComponentKinds[Kind];
  const article = /^[aeiou]/.test(KIND_NAMES[kind]) ? 'an' : 'a';
  throw new CmgError(`is not ${article} ${KIND_NAMES[kind]}: ${found.join('; ')}`, { kind: 'usage', where });
}
