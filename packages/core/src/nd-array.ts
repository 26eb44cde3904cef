/** Element arrays that the project computes with and writes; the array's class is the element type. */
export type NumberData = Float64Array | Float32Array | Int32Array | Uint8Array;

/** Values with a shape, row-major (C order): features, labels, pictures, weights, anything a file contains. */
export interface NdArray<Data = NumberData> {
  readonly shape: readonly number[];
  readonly data: Data;
}
