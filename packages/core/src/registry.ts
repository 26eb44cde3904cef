import { CmgError } from './cmg-error.js';
import type { Component } from './component.js';

/** The components of one kind that a config may name. */
export class Registry<C extends Component<never> | Component> implements Iterable<C> {
  private readonly byName = new Map<string, C>();

  /**
   * @param kind for messages: 'modality', 'objective', 'data set', 'task'
   * @param absent names of components whose package is not installed -> the package, for messages that say what to install
   */
  constructor(
    readonly kind: string,
    components: Iterable<C> = [],
    readonly absent: ReadonlyMap<string, string> = new Map(),
  ) {
    for (const component of components) this.add(component);
  }

  /** Throws if the name is taken. */
  add(component: C): void {
    if (this.byName.has(component.name)) {
      throw new CmgError(`the ${this.kind} '${component.name}' is already registered`, {
        kind: 'usage',
        hint: 'Rename one of them, or register only one.',
      });
    }
    this.byName.set(component.name, component);
  }

  get(name: string): C {
    const component = this.byName.get(name);
    if (component !== undefined) return component;
    const known = this.names.join(', ') || 'none';
    throw new CmgError(`unknown ${this.kind} '${name}'`, { kind: 'usage', hint: this.missing(name) ?? `Known: ${known}.` });
  }

  /** What to do about a component whose package is not installed; undefined for any other name. */
  missing(name: string): string | undefined {
    const packageName = this.has(name) ? undefined : this.absent.get(name);
    return packageName && `Its package is not installed. Add it with: npm install ${packageName}`;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  get names(): string[] {
    return [...this.byName.keys()];
  }

  [Symbol.iterator](): Iterator<C> {
    return this.byName.values();
  }
}
