// eslint-disable-next-line @typescript-eslint/ban-ts-comment -- an expected error would itself be one where TensorFlow.js is installed
/** @ts-ignore The types of TensorFlow.js, where it is installed: readers of files and indexes do without it, and are still typed. */
export type * as tf from '@tensorflow/tfjs';
