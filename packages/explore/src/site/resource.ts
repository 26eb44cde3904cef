/** A file of the site. */
export interface Resource {
  /** Of its content: `text/html; charset=utf-8`. */
  readonly type: string;
  readonly body: Uint8Array | string;
  /** Whether its path never gets another content. */
  readonly lasting?: boolean;
}

/** A value as a file. */
export const json = (value: unknown): Resource => ({ type: 'application/json; charset=utf-8', body: JSON.stringify(value) });

/** int32 numbers as a file, little-endian. */
export function integers(values: Int32Array): Resource {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setInt32(4 * i, value, true));
  return { type: 'application/octet-stream', body: new Uint8Array(view.buffer) };
}
