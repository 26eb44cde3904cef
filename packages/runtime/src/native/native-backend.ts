import * as tf from '@tensorflow/tfjs';

/** An attribute of an operation in the form of tfjs-node's binding. */
export interface OpAttribute {
  readonly name: string;
  /** One of the binding's TF_ATTR constants. */
  readonly type: number;
  readonly value: unknown;
}

/** A tensor of the binding. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  /** One of the binding's type constants. */
  readonly dtype: number;
}

/** The part of tfjs-node's binding to TensorFlow's C library that is used. */
export interface NativeBinding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_BOOL: number;
  readonly TF_RESOURCE: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_Version: string;
  createTensor(shape: readonly number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
  executeOp(name: string, attributes: readonly OpAttribute[], inputIds: readonly number[], outputs: number): TensorMetadata[];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(id: number, inputIds: readonly number[], inputs: string, outputs: string): TensorMetadata[];
}

/** The binding that we compile can do more. */
export interface GraphBinding extends NativeBinding {
  /** Makes a graph, the bytes of a GraphDef, an operation of that name; `inputs` and `outputs` are lists of names, separated by commas. */
  addFunction(name: string, graph: Uint8Array, inputs: string, outputs: string): void;
  removeFunction(name: string): void;
}

export const isGraphBinding = (binding: NativeBinding): binding is GraphBinding => 'addFunction' in binding;

/** The binding that we compile, of a process that may have joined a cluster. */
export interface ClusterBinding extends GraphBinding {
  /** Ends collective operations once a task is gone, or does not come or answer, or keeps this process waiting, for `patience` milliseconds. */
  watchPeers(tasks: readonly string[], patience: number): void;
  /** Whether this process does nothing but wait for the others from now on. */
  setWaiting(waiting: boolean): void;
  /** The place of the task that was lost; -1 if none is, -2 if one that is there does not take part. */
  lostPeer(): number;
  /** Whether the process of a task answers. */
  isThere(task: string): boolean;
}

export const isClusterBinding = (binding: NativeBinding): binding is ClusterBinding => 'watchPeers' in binding;

/** The part of tfjs-node's backend that is used. */
export interface NativeBackend extends tf.KernelBackend {
  readonly isUsingGpuDevice: boolean;
  binding: NativeBinding;
  /** `values` are those that have not been uploaded to the binding yet. */
  readonly tensorMap: { get(dataId: object): Omit<TensorMetadata, 'id'> & { id: number; readonly values: unknown } };
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: readonly tf.TensorInfo[]): tf.Tensor;
  /** Takes over the values of a new tensor. */
  move(dataId: object, ...rest: unknown[]): void;
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  /** Uploads tensors to the binding that are not there yet. */
  getInputTensorIds(inputs: readonly tf.TensorInfo[]): number[];
}

/** The type attribute `name` of an operation. */
export const typeAttribute = ({ TF_ATTR_TYPE }: NativeBinding, name: string, dtype: number): OpAttribute => ({
  name,
  type: TF_ATTR_TYPE,
  value: dtype,
});

/** The current backend if it is native TensorFlow. */
export const nativeBackend = (): NativeBackend | undefined =>
  tf.getBackend() === 'tensorflow' ? (tf.backend() as NativeBackend) : undefined;
