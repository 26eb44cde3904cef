import { CmgError } from '@cmg/core';
import * as tf from '@tensorflow/tfjs';
import { readModelFiles } from './model-files.js';
import type { TfjsOptions } from './tfjs-options.js';

/** How many names a message lists. */
const LISTED = 12;

/** A GraphModel or LayersModel of TensorFlow.js up to one of its layers. Holds tensors: dispose of it. */
export class TfjsModel {
  private constructor(
    /** Of its input, with -1 for axes of any size. */
    readonly inputShape: readonly number[],
    /** Of the files. */
    readonly fingerprint: string,
    private readonly where: string,
    private readonly model: tf.GraphModel | tf.LayersModel,
    private readonly execute: (x: tf.Tensor) => tf.Tensor | tf.Tensor[],
  ) {}

  /** @throws CmgError of kind `usage` if no model is given, it cannot be loaded, or it has no such layer */
  static async open({ model: name, layer }: TfjsOptions): Promise<TfjsModel> {
    if (name === undefined) {
      throw new CmgError("the extractor 'tfjs' needs the option 'model'", {
        kind: 'usage',
        hint: 'Give the folder or the URL of a model.json, for example of MobileNet.',
      });
    }
    const { artifacts, fingerprint } = await readModelFiles(name);
    try {
      const isLayers = artifacts.format === 'layers-model' || 'model_config' in (artifacts.modelTopology ?? {});
      const handler = tf.io.fromMemory(artifacts);
      if (isLayers) {
        const model = await tf.loadLayersModel(handler);
        const part = layer === undefined ? model : upTo(model, layer);
        return new TfjsModel(shapeOf(part.inputs), fingerprint, name, model, (x) => part.predict(x));
      }
      const model = await tf.loadGraphModel(handler);
      const node = nodeOf(model, artifacts, layer);
      const [input] = model.inputs;
      return new TfjsModel(shapeOf(model.inputs), fingerprint, name, model, (x) => model.execute({ [input!.name]: x }, node));
    } catch (cause) {
      if (cause instanceof CmgError)
        throw new CmgError(cause.what, { kind: 'usage', where: name, ...(cause.hint && { hint: cause.hint }) });
      throw new CmgError(`the model cannot be loaded: ${(cause as Error).message}`, { kind: 'usage', where: name, cause });
    }
  }

  /** The output for a batch. @throws CmgError of kind `usage` if the model rejects it */
  run(x: tf.Tensor): tf.Tensor {
    let output: tf.Tensor | tf.Tensor[];
    try {
      output = this.execute(x);
    } catch (cause) {
      throw new CmgError(`the model rejects its input [${x.shape.join(', ')}]: ${(cause as Error).message}`, {
        kind: 'usage',
        where: this.where,
        cause,
      });
    }
    if (output instanceof tf.Tensor) return output;
    throw new CmgError(`the model has ${output.length} outputs`, {
      kind: 'usage',
      where: this.where,
      hint: "Choose one with the option 'layer'.",
    });
  }

  dispose(): void {
    this.model.dispose();
  }
}

const shapeOf = ([input]: readonly { readonly shape?: readonly (number | null)[] }[]): number[] =>
  (input?.shape ?? []).map((size) => size ?? -1);

function upTo(model: tf.LayersModel, name: string): tf.LayersModel {
  const layer = model.layers.find((one) => one.name === name);
  if (layer === undefined)
    throw noLayer(
      name,
      model.layers.map((one) => one.name),
    );
  return tf.model({ inputs: model.inputs, outputs: layer.output });
}

function nodeOf({ outputs }: tf.GraphModel, { modelTopology }: tf.io.ModelArtifacts, name: string | undefined): string {
  const nodes = ((modelTopology as { node?: { name: string }[] } | undefined)?.node ?? []).map((node) => node.name);
  if (name !== undefined) {
    if (!nodes.includes(name.replace(/:\d+$/, ''))) throw noLayer(name, nodes);
    return name;
  }
  const [only, ...others] = outputs.map((output) => output.name);
  if (only !== undefined && others.length === 0) return only;
  throw new CmgError(`the model has the outputs ${[only, ...others].join(', ')}`, { hint: "Choose one with the option 'layer'." });
}

const noLayer = (name: string, names: readonly string[]) =>
  new CmgError(`the model has no layer '${name}'`, { hint: `Its last ones: ${names.slice(-LISTED).join(', ')}.` });
