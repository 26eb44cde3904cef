/** The part of WebAssembly that is used, which TypeScript declares only for browsers. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (code: object, imports: Readonly<Record<string, object>>) => { readonly exports: object };
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number; readonly shared: boolean }) => object;
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
