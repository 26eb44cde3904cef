import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { CmgError } from '@cmg/core';
import { applyEdits, type NameOf } from '../edits/apply-edits.js';
import { editsOfConfig } from '../edits/edits-of-config.js';
import { readyMadeFile } from './config-file.js';
import { isMap, type Located } from './located.js';
import { fileSource, locateYaml } from './locate-yaml.js';
import { merge } from './merge.js';
import { type Mistake, MistakesError } from './mistake.js';
import { readConfigFile } from './read-config-file.js';

/** A config merged with all that it extends, and the errors in its changes. */
export interface ReadConfig {
  readonly root: Located;
  readonly mistakes: readonly Mistake[];
}

/** What the parts of a config may refer to. */
export interface ReadContext {
  /** The name of the component that an entry stands for. */
  readonly nameOf: NameOf;
  /** Ready-made configs, name -> file. */
  readonly configs?: ReadonlyMap<string, string> | undefined;
}

/**
 * Reads a config and what it extends.
 *
 * @param given a file, or the name of a ready-made config
 * @throws CmgError of kind `usage` if a file cannot be read, is invalid, or extends itself
 */
export async function readConfig(given: string, context: ReadContext): Promise<ReadConfig> {
  const file = readyMadeFile(given, context.configs) ?? given;
  return readConfigText(await readConfigFile(file), file, context);
}

/** Like {@link readConfig}, from the file's text. */
export async function readConfigText(text: string, file: string, context: ReadContext, above: readonly string[] = []): Promise<ReadConfig> {
  const folder = dirname(resolve(file));
  const { root: own, mistakes: broken } = locateYaml(text, (lines) => fileSource(file, folder, lines));
  if (broken.length > 0) throw new MistakesError(broken);
  if (!isMap(own.value)) return { root: own, mistakes: [] };
  const { extends: base, set, without, add, ...rest } = Object.fromEntries(own.value);
  const below = base === undefined ? undefined : await readReferred(base, 'extends: ', file, context, [...above, resolve(file)]);
  const upper: Located = { ...own, value: new Map(Object.entries(rest)) };
  const { edits, mistakes } = editsOfConfig({ set, without, add });
  const edited = await applyEdits(below === undefined ? upper : merge(upper, below.root), edits, context.nameOf);
  return { root: edited.root, mistakes: [...(below?.mistakes ?? []), ...mistakes, ...edited.mistakes] };
}

/**
 * Reads the config that a key of a file names, by path relative to the file or by the name of a ready-made one.
 *
 * @param prefix of messages: `extends: `
 * @param chain the files that led here, which it must not be
 */
export async function readReferred(
  base: Located,
  prefix: string,
  file: string,
  context: ReadContext,
  chain: readonly string[] = [],
): Promise<ReadConfig> {
  const refuse = (message: string) => new MistakesError([{ node: base, message: `${prefix}${message}` }]);
  if (typeof base.value !== 'string' || base.value === '') throw refuse('expected the path of a config');
  let target: string;
  try {
    target = readyMadeFile(base.value, context.configs) ?? (isAbsolute(base.value) ? base.value : join(dirname(file), base.value));
  } catch (cause) {
    throw refuse((cause as CmgError).message);
  }
  if (chain.includes(resolve(target))) throw refuse(`'${base.value}' extends this file, a cycle`);
  let text: string;
  try {
    text = await readConfigFile(target);
  } catch (cause) {
    throw refuse(`'${base.value}' ${(cause as CmgError).what}`);
  }
  return readConfigText(text, target, context, chain);
}
