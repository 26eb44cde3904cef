import { isList, isMap, type Located } from '../source/located.js';
import type { Mistake } from '../source/mistake.js';
import type { Edits } from './edits.js';

/** The keys `set`, `without` and `add` of a config. */
export function editsOfConfig(keys: { readonly [Key in keyof Edits]?: Located | undefined }): {
  edits: Edits;
  mistakes: readonly Mistake[];
} {
  const mistakes: Mistake[] = [];
  const refuse = (node: Located, message: string): [] => {
    mistakes.push({ node, message });
    return [];
  };
  const items = (key: 'without' | 'add', what: string): readonly Located[] => {
    const node = keys[key];
    if (node === undefined) return [];
    return isList(node.value) ? node.value : refuse(node, `${key}: expected a list of ${what}`);
  };
  const set = (node: Located): Edits['set'] =>
    isMap(node.value)
      ? [...node.value].map(([path, value]) => ({ path: path.split('.'), node: value }))
      : refuse(node, 'set: expected a map of paths to values, for example {training.epochs: 8}');
  const edits: Edits = {
    set: keys.set === undefined ? [] : set(keys.set),
    without: items('without', 'names').flatMap((node) =>
      typeof node.value === 'string' ? [node] : refuse(node, 'without: expected a name, for example cmcm or tasks.retrieval'),
    ),
    add: items('add', 'components'),
  };
  return { edits, mistakes };
}
