import { CmgError } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { readBytes } from '@cmg/formats';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { contentKey, hashOf } from '../extract/content-key.js';

/** A model as it is stored. */
export interface ModelFiles {
  readonly artifacts: tf.io.ModelArtifacts;
  /** Hash of all files. */
  readonly fingerprint: string;
}

/**
 * Reads a model.json of TensorFlow.js and the weights beside it. Nothing in them is executed.
 *
 * @param name a folder, a file or a URL, or the path of one of these in an installed package
 * @throws CmgError of kind `usage` if there is none, or it cannot be read
 */
export async function readModelFiles(name: string): Promise<ModelFiles> {
  const url = await locate(name);
  const hashes: string[] = [];
  const read = async (file: URL): Promise<Uint8Array> => {
    const bytes = file.protocol === 'file:' ? await readBytes(fileURLToPath(file)) : await download(file);
    hashes.push(hashOf(bytes));
    return bytes;
  };
  try {
    const json = JSON.parse(new TextDecoder().decode(await read(url))) as tf.io.ModelJSON;
    const artifacts = await tf.io.getModelArtifactsForJSON(json, async (groups) => {
      const shards: Uint8Array[] = [];
      for (const path of groups.flatMap(({ paths }) => paths)) shards.push(await read(beside(url, path)));
      return [groups.flatMap(({ weights }) => weights), bufferOf(Buffer.concat(shards))];
    });
    return { artifacts, fingerprint: contentKey(...hashes) };
  } catch (cause) {
    throw new CmgError(`the model cannot be read: ${(cause as Error).message}`, { kind: 'usage', where: name, cause });
  }
}

async function locate(name: string): Promise<URL> {
  if (/^https?:/.test(name)) return new URL(name.endsWith('.json') ? name : `${name.replace(/\/?$/, '/')}model.json`);
  const inPackages = foldersFrom(process.cwd()).map((folder) => join(folder, 'node_modules', name));
  for (const path of [resolve(name), ...inPackages]) {
    const entry = await stat(path).catch(() => undefined);
    if (entry?.isFile()) return pathToFileURL(path);
    if (entry?.isDirectory() && (await stat(join(path, 'model.json')).catch(() => undefined)))
      return pathToFileURL(join(path, 'model.json'));
  }
  throw new CmgError('there is no model.json here, and no installed package with one at this path', {
    kind: 'usage',
    where: name,
    hint: 'Give a folder that contains model.json and its weights, as tensorflowjs_converter writes them, or its URL.',
  });
}

/** The folder and those above it. */
const foldersFrom = (folder: string): string[] => (dirname(folder) === folder ? [folder] : [folder, ...foldersFrom(dirname(folder))]);

/** A file of weights. @throws if the name leads out of the folder of model.json */
function beside(model: URL, path: string): URL {
  const url = new URL(path, model);
  if (url.href.startsWith(new URL('.', model).href)) return url;
  throw new Error(`its weights '${path}' are not beside it`);
}

async function download(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} answers ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer =>
  buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
