import { CmgError } from '@cmg/core';
import { deepest, type Located } from './located.js';

/** An error in a config. */
export interface ConfigIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** An error with its source. */
export interface Mistake {
  readonly node: Located;
  readonly message: string;
}

/** `data.clips`, `objectives[2].weight`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** Locates an issue: its message names the path, unless an argument already does. */
export function locate(root: Located, { path, message }: ConfigIssue): Mistake {
  const { node } = deepest(root, path);
  const { source } = node;
  const said = source.depth === undefined || path.length < source.depth ? 0 : source.depth;
  const shown = pathText(path.slice(said));
  return { node, message: shown === '' ? message : `${shown}: ${message}` };
}

/** One line per mistake, file by file, each from the top. */
export function mistakeLines(mistakes: readonly Mistake[]): string[] {
  const sources = [...new Set(mistakes.map(({ node }) => node.source))];
  return [...mistakes]
    .sort((a, b) => sources.indexOf(a.node.source) - sources.indexOf(b.node.source) || a.node.offset - b.node.offset)
    .map(({ node, message }) => `${node.source.place(node.offset)}: ${message}`);
}

/** All mistakes as one error, see {@link mistakeLines}. */
export class MistakesError extends CmgError {
  constructor(readonly mistakes: readonly Mistake[]) {
    super(mistakeLines(mistakes).join('\n'), { kind: 'usage' });
  }
}
