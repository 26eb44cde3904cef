declare module '@cmg/create' {
  export interface GenerateOptions {
      readonly name: string;
      readonly scope?: string;
      readonly shape?: readonly number[];
      readonly workspace?: boolean;
  }
  export interface GeneratedFile {
      readonly path: string;
      readonly content: string;
  }
  export interface GeneratedPackage {
      readonly folder: string;
      readonly name: string;
      readonly files: readonly GeneratedFile[];
  }
  export const KINDS: readonly [
      "modality",
      "objective",
      "dataset",
      "task",
      "extractor",
      "codebook",
      "observer"
  ];
  export type Kind = (typeof KINDS)[number];
  export interface OwnClips {
      readonly root: string;
      readonly clips: number;
      readonly segments: number;
      readonly modalities: readonly string[];
      readonly vectors: readonly string[];
      readonly tasks: readonly string[];
      readonly partial?: boolean;
  }
  export function generate(kind: Kind, { name, scope, shape, workspace }: GenerateOptions): Promise<GeneratedPackage>;
  export function initProject(name: string): readonly GeneratedFile[];
  export function ownClipsConfig({ root, clips, segments, modalities, vectors, tasks, partial }: OwnClips): string;
  export function writeNewFiles(folder: string, files: readonly GeneratedFile[]): Promise<string[]>;
}
