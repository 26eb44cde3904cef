import { CmgError, type NdArray } from '@cmg/core';
import { decodeSafetensors } from '@cmg/formats';
import type { Shard } from './exported-run.js';

/** Gets files of an exported run. */
export interface FileSource {
  /** The folder; ends in `/`. */
  readonly base: URL;
  readonly fetch: (url: URL) => Promise<Response>;
  /** Told of bytes that have arrived. */
  readonly onBytes?: (bytes: number) => void;
}

/** The tensors of one part of an exported run. */
export interface ShardTensors {
  readonly tensors: ReadonlyMap<string, NdArray>;
  /** Of each file, in their order. */
  readonly metadata: readonly Readonly<Record<string, string>>[];
}

/** Told of a file that is not what was written. */
const AGAIN = 'Load the page again; if it stays, write the run again with `cmg export-web` and copy the whole folder.';

/** @throws CmgError where a file cannot be had, or has another size or another hash */
export async function readShards(source: FileSource, shards: readonly Shard[]): Promise<ShardTensors> {
  const files = await Promise.all(
    shards.map(async (shard) => decodeSafetensors(await checkedBytes(source, shard), new URL(shard.file, source.base).href)),
  );
  return { tensors: new Map(files.flatMap(({ tensors }) => [...tensors])), metadata: files.map(({ metadata }) => metadata) };
}

/** @throws CmgError where the server cannot be reached, or says that it has no such file */
export async function fetchFile({ fetch }: FileSource, url: URL): Promise<Response> {
  const response = await fetch(url).catch((cause: Error) => {
    throw new CmgError(`cannot be fetched: ${cause.message}`, { where: url.href, hint: 'Is the server there?', cause });
  });
  if (response.ok) return response;
  throw new CmgError(`cannot be fetched: the server answers ${response.status} ${response.statusText}`.trimEnd(), {
    where: url.href,
    hint: 'Is it the folder that `cmg export-web` wrote, with all its files?',
  });
}

async function checkedBytes(source: FileSource, { file, bytes: size, sha256 }: Shard): Promise<Uint8Array> {
  const url = new URL(file, source.base);
  const bytes = await bytesOf(await fetchFile(source, url), size, url, source.onBytes);
  if ((await hashOf(bytes, url)) === sha256) return bytes;
  throw new CmgError('is damaged: its hash is not the one that run.json states', { where: url.href, hint: AGAIN });
}

/** As many bytes as are expected: no more are read. */
async function bytesOf(response: Response, size: number, url: URL, onBytes?: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read()) {
    const part = next.value as Uint8Array;
    if (filled + part.length > size) {
      await reader?.cancel();
      throw new CmgError(`is larger than the ${size} bytes that run.json states`, { where: url.href, hint: AGAIN });
    }
    bytes.set(part, filled);
    filled += part.length;
    onBytes?.(part.length);
  }
  if (filled === size) return bytes;
  throw new CmgError(`has ${filled} of the ${size} bytes that run.json states`, { where: url.href, hint: AGAIN });
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>, url: URL): Promise<string> {
  const subtle = globalThis.crypto.subtle as typeof globalThis.crypto.subtle | undefined;
  if (subtle === undefined) {
    throw new CmgError('cannot be checked: browsers compute hashes for pages from https:// and localhost alone', {
      where: url.href,
      hint: 'Serve the folder by https, or open it on the machine that serves it.',
    });
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
