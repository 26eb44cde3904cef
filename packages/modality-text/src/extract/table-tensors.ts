import { CmgError, type NdArray } from '@cmg/core';
import type { WordTable } from './word-table.js';

type Tensors = ReadonlyMap<string, NdArray>;

/** A table as tensors: `words`, UTF-8 bytes with a line for each, and `vectors` [rows, width]. */
export function tableTensors({ width, rows, data }: WordTable): Tensors {
  const words = new TextEncoder().encode([...rows.keys()].join('\n'));
  return new Map<string, NdArray>([
    ['words', { shape: [words.length], data: words }],
    ['vectors', { shape: [data.length / width, width], data }],
  ]);
}

/** The table of {@link tableTensors}. @throws CmgError if a tensor is missing or they do not fit */
export function tableOf(tensors: Tensors): WordTable {
  const { words, vectors } = { words: wordsIn(tensors), vectors: tensorOf(tensors, 'vectors') };
  const [rows, width = 0] = vectors.shape;
  if (words.length !== rows) throw new CmgError(`${words.length} words have ${rows} vectors`, { where: "tensor 'vectors'" });
  return { width, rows: new Map(words.map((word, row) => [word, row])), data: Float32Array.from(vectors.data) };
}

/** A table whose values are bytes v of a step for each row, (v - 128) step: `words`, `steps` [rows] and `vectors` [rows, width]. */
export function quantisedTable(tensors: Tensors): WordTable {
  const steps = tensorOf(tensors, 'steps').data;
  const { width, rows, data } = tableOf(tensors);
  return { width, rows, data: data.map((value, i) => (value - 128) * (steps[Math.floor(i / width)] as number)) };
}

const wordsIn = (tensors: Tensors): readonly string[] =>
  new TextDecoder().decode(Uint8Array.from(tensorOf(tensors, 'words').data)).split('\n');

function tensorOf(tensors: Tensors, name: string): NdArray {
  const tensor = tensors.get(name);
  if (tensor === undefined) throw new CmgError('is missing', { where: `tensor '${name}'` });
  return tensor;
}
