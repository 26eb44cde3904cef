import { locateYaml } from '../source/locate-yaml.js';
import type { Located } from '../source/located.js';
import type { Mistake } from '../source/mistake.js';
import type { Source } from '../source/source.js';
import type { Edits } from './edits.js';

/** Changes to a config as a user types them; every option may be repeated. */
export interface ConfigOverrides {
  /** `training.epochs=8`, `objectives.cmcm.weight=2`: path and value, the value in YAML. */
  readonly set?: readonly string[] | undefined;
  /** `cmcm` (an objective) or `tasks.retrieval`. */
  readonly without?: readonly string[] | undefined;
  /** `infonce`, `{use: infonce, weight: 2}` (objectives) or `tasks: retrieval`, in YAML. */
  readonly add?: readonly string[] | undefined;
}

/** Parses overrides; paths in them are relative to `base`, the current folder. */
export function editsOfArguments(
  { set = [], without = [], add = [] }: ConfigOverrides,
  base: string,
): { edits: Edits; mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const source = (label: string, depth = 0): Source => ({ base, depth, place: () => label });
  const value = (yaml: string, from: Source): Located[] => {
    const { root, mistakes: broken } = locateYaml(bare(yaml), () => from);
    mistakes.push(...broken);
    return broken.length > 0 ? [] : [root];
  };
  const edits: Edits = {
    set: set.flatMap((text) => {
      const at = text.indexOf('=');
      const path = text.slice(0, at).trim().split('.');
      const from = source(`--set ${text}`, path.length);
      if (at >= 1 && path.every((key) => key !== '')) return value(text.slice(at + 1), from).map((node) => ({ path, node }));
      mistakes.push({ node: { source: from, offset: 0, value: text }, message: 'expected PATH=VALUE, for example training.epochs=8' });
      return [];
    }),
    without: without.map((name) => ({ source: source(`--without ${name}`), offset: 0, value: name })),
    add: add.flatMap((text) => value(text, source(`--add ${text}`, 2))),
  };
  return { edits, mistakes };
}

/** A package name alone needs no quotes here, although `@` cannot begin a plain YAML value. */
function bare(yaml: string): string {
  return /^\s*@[\w./#-]+\s*$/.test(yaml) ? JSON.stringify(yaml.trim()) : yaml;
}
