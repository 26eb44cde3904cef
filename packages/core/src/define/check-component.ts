import { CmgError } from '../cmg-error.js';
import { MEDIA_KINDS } from '../extractor.js';
import { type ComponentKind, type ComponentKinds, KIND_NAMES, kindOf } from './component-kind.js';
import { optionsFaults } from './options-faults.js';

type Parts = Readonly<Record<string, unknown>>;

/** Required functions of each kind of component, with their signatures. */
const FUNCTIONS: Readonly<Record<ComponentKind, Readonly<Record<string, string>>>> = {
  modality: {
    createSemanticEncoder: '(options, build) => SemanticEncoder',
    createSpecificEncoder: '(options, build) => SpecificEncoder',
    createDecoder: '(options, build) => Decoder',
  },
  objective: { create: '(options, build) => Objective' },
  dataset: { open: '(options, context) => Promise<Dataset>' },
  task: { targets: '(options, source) => Promise<ClipValues>', createHead: '(options, build) => Head' },
  extractor: { open: '(options) => Promise<ExtractorSession>' },
  codebook: { create: '(options, build) => Codebook' },
  observer: { create: '(options, build) => TrainingObserver' },
};

/** Optional functions. */
const OPTIONAL_FUNCTIONS: Readonly<Partial<Record<ComponentKind, readonly string[]>>> = {
  modality: ['createFrontEnd'],
  dataset: ['origin', 'check'],
  task: ['inputs'],
};

/** Requirements of a single kind. */
const OWN_FAULTS: Readonly<Partial<Record<ComponentKind, (parts: Parts) => string[]>>> = {
  modality: ({ features, extractors = [] }) => [...featuresFaults(features), ...extractorsFaults(extractors)],
  extractor: ({ kind }) =>
    (MEDIA_KINDS as readonly unknown[]).includes(kind)
      ? []
      : [`kind is ${kind === undefined ? 'missing' : JSON.stringify(kind)}: the kind of media, one of ${MEDIA_KINDS.join(', ')}`],
};

/** Names of any kind: lower-case words and digits, joined by dashes. */
export const COMPONENT_NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const isObject = (value: unknown): value is Parts => typeof value === 'object' && value !== null;

function featuresFaults(features: unknown): string[] {
  if (!isObject(features)) return [`features is ${features === undefined ? 'missing' : 'not an object'}: {axes, description}`];
  const { axes, otherAxes = [], description } = features;
  const isLetters = (list: unknown) => Array.isArray(list) && list.length > 0 && list.every((axis) => typeof axis === 'string');
  return [
    ...(isLetters(axes) ? [] : ["features.axes is not a list of letters, such as ['F']"]),
    ...(Array.isArray(otherAxes) && otherAxes.every(isLetters)
      ? []
      : ["features.otherAxes is not a list of lists of letters, such as [['F']]"]),
    ...(typeof description === 'string' ? [] : ['features.description is missing']),
  ];
}

function extractorsFaults(extractors: unknown): string[] {
  if (!Array.isArray(extractors)) return ['extractors is not a list'];
  return extractors.flatMap((extractor: unknown, i) => faultsOf('extractor', extractor).map((fault) => `extractors[${i}]: ${fault}`));
}

function functionFaults(kind: ComponentKind, parts: Parts): string[] {
  const required = Object.entries(FUNCTIONS[kind]).flatMap(([name, signature]) => {
    if (typeof parts[name] === 'function') return [];
    return [`${name} is ${parts[name] === undefined ? 'missing' : 'not a function'}: ${signature}`];
  });
  const optional = (OPTIONAL_FUNCTIONS[kind] ?? []).filter((name) => parts[name] !== undefined && typeof parts[name] !== 'function');
  return [...required, ...optional.map((name) => `${name} is not a function`)];
}

function nameFaults({ name, description }: Parts): string[] {
  const faults: string[] = [];
  if (name === undefined) faults.push("name is missing: what a config says, such as 'depth'");
  else if (typeof name !== 'string' || !COMPONENT_NAME.test(name))
    faults.push(`name is ${JSON.stringify(name)}, not lower-case words joined by dashes`);
  if (typeof description !== 'string' || description.trim() === '')
    faults.push('description is missing: one line for the help and the docs');
  return faults;
}

/** All faults in the structure of a supposed component of a kind. Only its options schema is called. */
function faultsOf(kind: ComponentKind, value: unknown): string[] {
  if (!isObject(value)) return [`${value === null ? 'null' : typeof value} instead of an object`];
  const found = kindOf(value);
  if (found !== undefined && found !== kind) return [`it is ${withArticle(found)}`];
  return [...nameFaults(value), ...optionsFaults(value['options']), ...functionFaults(kind, value), ...(OWN_FAULTS[kind]?.(value) ?? [])];
}

const withArticle = (kind: ComponentKind): string => `${/^[aeiou]/.test(KIND_NAMES[kind]) ? 'an' : 'a'} ${KIND_NAMES[kind]}`;

/**
 * Checks the structure of a component that somebody else wrote: all its parts are there, and its options are a strict zod object with
 * defaults. The suites of `@cmg/core/testing` check whether they behave as the contract says.
 *
 * @param where what exports it, for messages: a package, a file, a config key
 * @throws CmgError of kind `usage` that names every part that is missing or wrong
 */
export function checkComponent<Kind extends ComponentKind>(kind: Kind, value: unknown, where: string): ComponentKinds[Kind] {
  const faults = faultsOf(kind, value);
  if (faults.length === 0) return value as ComponentKinds[Kind];
  throw new CmgError(`is not ${withArticle(kind)}: ${faults.join('; ')}`, { kind: 'usage', where });
}
