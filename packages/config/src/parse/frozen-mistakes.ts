import type { RunConfig } from '@cmg/core';
import type { ConfigIssue } from '../source/mistake.js';
import { suggestion } from '../suggest.js';

/** What cannot be frozen, what cannot be left out of training, and a config that trains nothing. */
export function frozenMistakes({ modalities, freeze, training }: Pick<RunConfig, 'modalities' | 'freeze' | 'training'>): ConfigIssue[] {
  const names = modalities.map(({ use }) => use);
  const parts = ['codebook', ...names.map((name) => `modalities.${name}`)];
  const read = training.modalities ?? names;
  const path = ['training', 'modalities'];
  const unknown = [
    ...notIn(parts, freeze, ['freeze'], (name) => `nothing is called '${name}'`),
    ...notIn(names, read, path, (name) => `the config has no modality '${name}'`),
  ];
  if (unknown.length > 0) return unknown;
  const left = names.filter((name) => !read.includes(name));
  const changing =
    left.length === 0 ? [] : ['codebook', ...left.map((name) => `modalities.${name}`)].filter((part) => !freeze.includes(part));
  if (changing.length > 0) return [{ path, message: `${left.join(', ')} would not keep its codes: add ${changing.join(', ')} to freeze` }];
  if (read.some((name) => !freeze.includes(`modalities.${name}`))) return [];
  return [{ path: ['freeze'], message: 'every modality that is read is frozen: nothing is left to train' }];
}

const notIn = (
  known: readonly string[],
  given: readonly string[],
  path: readonly PropertyKey[],
  what: (name: string) => string,
): ConfigIssue[] =>
  given.flatMap((name, i) => (known.includes(name) ? [] : [{ path: [...path, i], message: `${what(name)}${suggestion(name, known)}` }]));
