/** The source text of `src/wasm/multiply-code.ts`. */
export declare function compileMultiply(): Promise<string>;
