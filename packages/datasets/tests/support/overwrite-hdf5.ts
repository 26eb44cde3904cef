import h5wasm from 'h5wasm/node';

/** Replaces an HDF5 file by one with a single dataset. */
export async function overwriteHdf5(file: string, name: string, data: BigInt64Array | Float32Array, shape = [data.length]): Promise<void> {
  await h5wasm.ready;
  const opened = new h5wasm.File(file, 'w');
  opened.create_dataset({ name, data, shape });
  opened.close();
}
