import { type Document, isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { isMap as isLocatedMap, type Located, type LocatedList } from './located.js';
import type { Mistake } from './mistake.js';
import type { Source } from './source.js';

/** More than any config has; a few lines of nested aliases could expand without bound. */
const MOST_NODES = 100_000;

/** A parsed text and its YAML errors: the value is only valid if there are none. */
export interface LocatedText {
  readonly root: Located;
  readonly mistakes: readonly Mistake[];
}

/** A file as a source; positions are counted from 1. */
export function fileSource(file: string, base: string, lines: LineCounter): Source {
  return {
    base,
    place: (offset) => {
      const { line, col } = lines.linePos(offset);
      return `${file}:${line}:${col}`;
    },
  };
}

/**
 * YAML (or JSON) as a value that records where each part is written.
 *
 * @param sourceOf receives the positions of lines in the text
 */
export function locateYaml(text: string, sourceOf: (lines: LineCounter) => Source): LocatedText {
  const lines = new LineCounter();
  const source = sourceOf(lines);
  const at = (offset: number): Located => ({ source, offset: Math.min(offset, text.length), value: null });
  let document: Document;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  } catch (cause) {
    return { root: at(0), mistakes: [{ node: at(0), message: `cannot be read as YAML: ${(cause as Error).message}` }] };
  }
  if (document.errors.length > 0) {
    return { root: at(0), mistakes: document.errors.map(({ pos, message }) => ({ node: at(pos[0]), message: explained(message) })) };
  }
  return new Locator(document, at).locate();
}

/** `@` begins many package names, but is reserved in YAML; `---` begins a second document. */
function explained(message: string): string {
  if (message.startsWith('Source contains multiple documents')) return 'a second document begins here; a file holds one';
  return message.startsWith('Plain value cannot start with reserved character') ? `${message}; put the value in quotes` : message;
}

class Locator {
  private readonly mistakes: Mistake[] = [];
  private readonly open = new Set<Node>();
  private nodes = 0;

  constructor(
    private readonly document: Document,
    private readonly at: (offset: number) => Located,
  ) {}

  locate(): LocatedText {
    const { contents } = this.document;
    const root = contents === null ? this.at(0) : this.node(contents, contents.range?.[0] ?? 0);
    if (this.nodes > MOST_NODES) this.refuse(root, `has more than ${MOST_NODES} values after expanding aliases`);
    return { root, mistakes: this.mistakes };
  }

  private node(node: Node, offset: number): Located {
    const located = this.at(offset);
    if (this.nodes++ > MOST_NODES) return located;
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target === undefined)
        return this.refuse(located, `the alias *${node.source} refers to nothing: no value before it is &${node.source}`);
      if (this.open.has(target)) return this.refuse(located, `the alias *${node.source} refers to a value that contains it`);
      return this.node(target, offset);
    }
    if (isScalar(node)) return { ...located, value: node.value };
    this.open.add(node);
    const value = isSeq(node) ? node.items.flatMap((item) => this.item(item)) : isMap(node) ? this.map(node.items) : undefined;
    this.open.delete(node);
    return { ...located, value };
  }

  private item(item: unknown): Located[] {
    if (!isPair(item)) return [this.node(item as Node, (item as Node).range?.[0] ?? 0)];
    const offset = (item.key as Node | null)?.range?.[0] ?? 0; // an ordered map of YAML 1.1
    return [{ ...this.at(offset), value: this.map([item]) }];
  }

  private map(items: readonly { readonly key: unknown; readonly value: unknown }[]): Map<string, Located> {
    const entries = new Map<string, Located>();
    const merged: Located[] = [];
    for (const { key, value } of items) {
      const offset = (key as Node | null)?.range?.[0] ?? 0;
      if (isScalar(key) && key.value === '<<' && key.type === 'PLAIN') merged.push(this.node(value as Node, offset));
      else if (!isScalar<string | number | bigint | boolean | null>(key) || key.value === null)
        this.refuse(this.at(offset), 'a key of a map must be a name');
      else entries.set(String(key.value), value === null ? { ...this.at(offset), value: null } : this.node(value as Node, offset));
    }
    for (const map of merged.flatMap((node) => (Array.isArray(node.value) ? (node.value as LocatedList) : [node]))) {
      if (!isLocatedMap(map.value)) this.refuse(map, '<< takes a map, or a list of maps');
      // A map's own keys come before those that it takes over, and earlier maps before later ones.
      else for (const [key, value] of map.value) if (!entries.has(key)) entries.set(key, value);
    }
    return entries;
  }

  private refuse(node: Located, message: string): Located {
    this.mistakes.push({ node, message });
    return node;
  }
}
