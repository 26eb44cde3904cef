/** What only a release or the API site needs is installed beside its tool: a type check does without. */
declare module '@arethetypeswrong/core';
declare module '@vscode/markdown-it-katex';
declare module 'esbuild';
declare module 'publint';
declare module 'publint/utils';
declare module 'typedoc' {
  export const Converter: any;
  export const Renderer: any;
  export type Application = any;
  export type TypeDocOptions = any;
}
declare module 'verdaccio';
