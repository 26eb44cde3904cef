import { type Component, type ComponentKind, type Components, Registry } from '@cmg/core';
import { registryOf, SECTIONS } from '../sections.js';

/** Components with additions; the given registries do not change. If a name is taken, the new component replaces the old one. */
export function extendedComponents(
  components: Components,
  more: readonly { readonly kind: ComponentKind; readonly component: Component }[],
): Components {
  const registries = SECTIONS.map((section) => {
    const own = registryOf(components, section);
    const added = more.filter(({ kind }) => kind === section.kind).map(({ component }) => component);
    const byName = new Map([...own, ...added].map((component) => [component.name, component]));
    return [section.registry, new Registry(own.kind, byName.values(), own.absent)] as const;
  });
  return { ...components, ...Object.fromEntries(registries) };
}
