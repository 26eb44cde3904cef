import { readFile } from 'node:fs/promises';
import type { ComponentNames } from './component-name.js';
import type { Kind } from './component-kind.js';

/** Letters for the axes of a segment, by the number of axes. */
const AXES: readonly (readonly string[])[] = [[], ['F'], ['C', 'F'], ['H', 'W', 'F']];

/** A template: a working component of its kind, named 'example'. */
async function template(kind: Kind): Promise<string> {
  return readFile(new URL(`../templates/${kind}.ts`, import.meta.url), 'utf8');
}

/** A template under another name. */
function renamed(source: string, { kind, name, identifier }: Pick<ComponentNames, 'kind' | 'name' | 'identifier'>): string {
  const own = `example${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  return source.replaceAll(own, identifier).replaceAll('example', name);
}

/** The source of a new component. */
export async function componentSource(names: ComponentNames, shape: readonly number[]): Promise<string> {
  const source = renamed(await template(names.kind), names);
  if (names.kind !== 'modality') return source;
  const axes = AXES[shape.length] ?? shape.map((_, axis) => `A${axis}`);
  return source.replace("axes: ['F']", `axes: [${axes.map((axis) => `'${axis}'`).join(', ')}]`);
}

/** The source of synthetic clips with sound and a new modality, whose segments have the given shape. */
export async function clipsSource(modality: string, shape: readonly number[]): Promise<string> {
  const source = renamed(await template('dataset'), { kind: 'dataset', name: `${modality}-clips`, identifier: 'clips' });
  return source.replace('{ audio: [16], text: [12] }', `{ audio: [16], '${modality}': [${shape.join(', ')}] }`);
}
