import { CmgError, type Component, type ComponentKind, type ComponentOrigin, type Components } from '@cmg/core';
import { z } from 'zod';
import { registryOf, type Section, SECTIONS } from '../sections.js';
import { isList, type Located } from '../source/located.js';
import { named } from '../source/merge.js';
import type { ConfigIssue } from '../source/mistake.js';
import { findComponent, isInstalled, isSpecifier } from './find-component.js';
import { nearest, suggestion } from '../suggest.js';
import { type LoadedComponent, moduleAndName } from './load-component.js';
import { resolveModule } from './resolve-module.js';

/** An entry of a config that names a component by package or path. */
export interface PluginEntry {
  readonly kind: ComponentKind;
  /** Its path: [data], [objectives, 2]. */
  readonly path: readonly PropertyKey[];
  readonly component: Component;
  readonly origin: ComponentOrigin;
}

/** The components that a config names by package or path, each imported once. With `execute: false` they are only located. */
export class ConfigPlugins {
  private readonly loaded = new Map<string, Promise<LoadedComponent | CmgError | undefined>>();

  constructor(
    private readonly components: Components,
    private readonly execute: boolean,
  ) {}

  /** The name of an entry's component, if it can be loaded. */
  async nameOf(section: Section, entry: Located): Promise<string | undefined> {
    const use = named(entry);
    if (typeof use !== 'string' || this.isBuiltIn(section, use)) return use as string | undefined;
    const loaded = await this.load(section, entry, use);
    return loaded instanceof CmgError ? undefined : loaded?.component.name;
  }

  /** All entries of a config that are not registered components. */
  async entries(config: ReadonlyMap<string, Located>): Promise<{ entries: readonly PluginEntry[]; issues: readonly ConfigIssue[] }> {
    const entries: PluginEntry[] = [];
    const issues: ConfigIssue[] = [];
    for (const { section, path, node } of namedEntries(config)) {
      const use = named(node) as string;
      const registry = registryOf(this.components, section);
      if (this.isBuiltIn(section, use)) continue;
      const loaded = await this.load(section, node, use);
      if (loaded === undefined) {
        const misspelt = nearest(use, registry.names) !== undefined; // which is said where its options are read
        if (!misspelt)
          issues.push({
            path: [...path, 'use'],
            message: `unknown ${registry.kind} '${use}', and no package of this name is installed${suggestion(use, registry.names)}`,
          });
      } else if (loaded instanceof CmgError) issues.push({ path, message: messageOf(loaded) });
      else entries.push({ kind: section.kind, path, component: loaded.component, origin: loaded.origin });
    }
    const free = entries.filter((entry) => {
      const taken = this.takenBy(entry, entries);
      if (taken === undefined) return true;
      const { name } = entry.component;
      issues.push({
        path: entry.path,
        message: `'${entry.origin.specifier}' is named '${name}', and so is ${taken}: give one of them another name`,
      });
      return false;
    });
    return { entries: free, issues };
  }

  /** Also if its package is not installed, which is said where its options are read: no other package is taken for it. */
  private isBuiltIn(section: Section, name: string): boolean {
    const registry = registryOf(this.components, section);
    return registry.has(name) || registry.absent.has(name);
  }

  /** What else has the name of an entry's component. */
  private takenBy({ kind, component, path }: PluginEntry, entries: readonly PluginEntry[]): string | undefined {
    const section = SECTIONS.find((one) => one.kind === kind) as Section;
    const registry = registryOf(this.components, section);
    if (registry.has(component.name) && registry.get(component.name) !== component) return `a built-in ${section.noun}`;
    const before = entries.slice(
      0,
      entries.findIndex((other) => other.path === path),
    );
    const other = before.find((one) => one.kind === kind && one.component !== component && one.component.name === component.name);
    return other && `'${other.origin.specifier}'`;
  }

  /** Undefined if a bare name is not a package either. */
  private load({ kind }: Section, { source }: Located, use: string): Promise<LoadedComponent | CmgError | undefined> {
    const key = JSON.stringify([kind, use, source.base]);
    const loading = this.loaded.get(key) ?? this.loadNow(kind, use, source.base);
    this.loaded.set(key, loading);
    return loading;
  }

  private async loadNow(kind: ComponentKind, use: string, base: string): Promise<LoadedComponent | CmgError | undefined> {
    try {
      if (this.execute) return await findComponent(kind, use, base);
      if (!isSpecifier(use) && !(await isInstalled(use, base))) return undefined;
      await resolveModule(moduleAndName(use, base)[0], base);
      return { component: standIn(use) as LoadedComponent['component'], origin: { specifier: use, base } };
    } catch (error) {
      if (error instanceof CmgError) return error;
      throw error;
    }
  }
}

/** Stands in for a component that must not be executed: it accepts any options. */
function standIn(name: string): Component {
  return { name, description: 'not loaded', options: z.looseObject({}) };
}

function messageOf({ where, what, hint }: CmgError): string {
  return `'${where}' ${what}${hint === undefined ? '' : `\n  ${hint}`}`;
}

/** All entries that name a component. */
function namedEntries(config: ReadonlyMap<string, Located>): { section: Section; path: readonly PropertyKey[]; node: Located }[] {
  const all = SECTIONS.flatMap((section) => {
    const node = config.get(section.key);
    if (node === undefined) return [];
    if (!section.list) return [{ section, path: [section.key], node }];
    return isList(node.value) ? node.value.map((item, i) => ({ section, path: [section.key, i], node: item })) : [];
  });
  return all.filter(({ node }) => typeof named(node) === 'string');
}
