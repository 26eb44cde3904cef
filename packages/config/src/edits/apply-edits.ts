import { LIST_KEYS, type Section, SECTIONS } from '../sections.js';
import { isList, isMap, type Located, type LocatedMap } from '../source/located.js';
import { longForm, named } from '../source/merge.js';
import type { Mistake } from '../source/mistake.js';
import { suggestion } from '../suggest.js';
import type { Edits } from './edits.js';

/** The name of the component that an entry of a section refers to; undefined if unknown. */
export type NameOf = (section: Section, entry: Located) => Promise<string | undefined>;

/** The list that `--add` and `--without` change unless they name another. */
const DEFAULT_LIST = 'objectives';

/** In place of a name: each entry of a list, `modalities.*.layers`. */
const EACH = '*';

/** The config with the changes: first components are removed, then added, then values are set. */
export async function applyEdits(root: Located, edits: Edits, nameOf: NameOf): Promise<{ root: Located; mistakes: readonly Mistake[] }> {
  if (!isMap(root.value)) return { root, mistakes: [] };
  const editor = new Editor(new Map(root.value), nameOf);
  for (const node of edits.without) await editor.remove(node);
  for (const node of edits.add) editor.append(node);
  for (const { path, node } of edits.set) await editor.set(path, node);
  return { root: { ...root, value: editor.config }, mistakes: editor.mistakes };
}

class Editor {
  readonly mistakes: Mistake[] = [];

  constructor(
    readonly config: Map<string, Located>,
    private readonly nameOf: NameOf,
  ) {}

  async remove(node: Located): Promise<void> {
    const text = String(node.value);
    const section = SECTIONS.find(({ key, list }) => list && text.startsWith(`${key}.`)) ?? sectionOf(DEFAULT_LIST);
    const name = text.startsWith(`${section.key}.`) ? text.slice(section.key.length + 1) : text;
    const found = await this.find(section, name);
    if (found === undefined) {
      this.refuse(node, this.absent(section, name));
      return;
    }
    const { list, index } = found;
    this.config.set(section.key, { ...list, value: (list.value as readonly Located[]).filter((_, i) => i !== index) });
  }

  append(node: Located): void {
    const [key, entry] = listAndEntry(node);
    const list = this.config.get(key);
    if (list !== undefined && !isList(list.value)) return; // reported when the config is validated
    const items = (list?.value ?? []) as readonly Located[];
    this.config.set(key, { ...(list ?? node), value: [...items, entry] });
  }

  async set([key = '', ...rest]: readonly string[], node: Located): Promise<void> {
    const section = SECTIONS.find((one) => one.key === key);
    const [name, ...option] = rest;
    if (section === undefined || !section.list || name === undefined) {
      const value = this.config.get(key);
      this.config.set(key, put(value && section && rest.length > 0 ? longForm(value) : value, rest, node));
      return;
    }
    const found = name === EACH ? { list: this.config.get(key), index: undefined } : await this.find(section, name);
    if (found === undefined) {
      this.refuse(node, this.absent(section, name));
      return;
    }
    const { list, index } = found;
    if (list === undefined || !isList(list.value)) return; // reported when the config is validated
    const changed = list.value.map((item, i) =>
      index === undefined || i === index ? put(option.length > 0 ? longForm(item) : item, option, node) : item,
    );
    this.config.set(key, { ...list, value: changed });
  }

  /** By what the config says, or else by the name of the component that it refers to. */
  private async find(section: Section, name: string): Promise<{ list: Located; index: number } | undefined> {
    const list = this.config.get(section.key);
    if (list === undefined || !isList(list.value)) return undefined;
    const said = list.value.findIndex((entry) => named(entry) === name);
    if (said >= 0) return { list, index: said };
    for (const [index, entry] of list.value.entries()) {
      if ((await this.nameOf(section, entry)) === name) return { list, index };
    }
    return undefined;
  }

  private absent(section: Section, name: string): string {
    const names = this.namesIn(section);
    const others = SECTIONS.filter((other) => other.list && other !== section && this.namesIn(other).includes(name));
    const other = others.map(({ key }) => `; ${key}.${name} is one`).join('');
    return `the config has no ${section.noun} '${name}'${other}${suggestion(name, names, 'it has')}`;
  }

  private namesIn({ key }: Section): string[] {
    const value = this.config.get(key)?.value;
    return isList(value) ? value.map((entry) => String(named(entry))) : [];
  }

  private refuse(node: Located, message: string): void {
    this.mistakes.push({ node, message });
  }
}

function sectionOf(key: string): Section {
  return SECTIONS.find((section) => section.key === key) as Section;
}

/** `{tasks: retrieval}` is added to the tasks, anything else to the objectives. */
function listAndEntry(node: Located): [key: string, entry: Located] {
  if (isMap(node.value) && node.value.size === 1) {
    const [[key, entry]] = node.value as unknown as [[string, Located]];
    if (LIST_KEYS.includes(key)) return [key, entry];
  }
  return [DEFAULT_LIST, node];
}

/** Sets a value at a path of keys; missing maps are created. */
function put(at: Located | undefined, [key, ...rest]: readonly string[], node: Located): Located {
  if (key === undefined) return node;
  const below: LocatedMap = at !== undefined && isMap(at.value) ? at.value : new Map();
  return { ...(at !== undefined && isMap(at.value) ? at : node), value: new Map(below).set(key, put(below.get(key), rest, node)) };
}
