import type { DatasetReader, ModalityPlugin } from '@cmg/core';
import { optionalPackage } from './optional-package.js';

/** A package of built-in components that may be left out. */
export interface OptionalPackage<Component> {
  readonly package: string;
  /** The names of its components. */
  readonly names: readonly string[];
  readonly load: () => Promise<readonly Component[]>;
}

export const MODALITY_PACKAGES: readonly OptionalPackage<ModalityPlugin>[] = [
  { package: '@cmg/modality-audio', names: ['audio'], load: async () => [(await import('@cmg/modality-audio')).audioPlugin] },
  { package: '@cmg/modality-video', names: ['video'], load: async () => [(await import('@cmg/modality-video')).videoPlugin] },
  { package: '@cmg/modality-text', names: ['text'], load: async () => [(await import('@cmg/modality-text')).textPlugin] },
];

export const DATASET_PACKAGES: readonly OptionalPackage<DatasetReader>[] = [
  { package: '@cmg/digits', names: ['digits'], load: async () => [(await import('@cmg/digits')).digitsReader] },
  {
    package: '@cmg/datasets',
    names: ['folder', 'ave', 'vggsound-avel', 'avvp', 'ave-avvp', 'ucf-vggsound', 'avsbench-s4', 'mscoco', 'clotho'],
    load: async () => {
      const datasets = await import('@cmg/datasets');
      return [
        datasets.folderReader,
        datasets.aveReader,
        datasets.vggsoundAvelReader,
        datasets.avvpReader,
        datasets.aveAvvpReader,
        datasets.ucfVggsoundReader,
        datasets.avsbenchS4Reader,
        datasets.mscocoReader,
        datasets.clothoReader,
      ];
    },
  },
];

/** The components of the packages that are installed, and component -> package of the others: the end of a registry's arguments. */
export async function installed<Component>(
  packages: readonly OptionalPackage<Component>[],
): Promise<readonly [components: readonly Component[], absent: ReadonlyMap<string, string>]> {
  const found: Component[] = [];
  const absent = new Map<string, string>();
  for (const { package: name, names, load } of packages) {
    const components = await optionalPackage(name, load);
    if (components !== undefined) found.push(...components);
    else for (const component of names) absent.set(component, name);
  }
  return [found, absent];
}
