import { CmgError, type NdArray } from '@cmg/core';
import { fileHash } from '@cmg/formats';
import type { PreTrainedModel, PreTrainedTokenizer, Processor, Tensor } from '@huggingface/transformers';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { contentKey } from '../extract/content-key.js';
import { loadTransformers, type Transformers } from './load-transformers.js';
import type { TransformersOptions } from './transformers-options.js';

/** Outputs with features, the most detailed first. */
const OUTPUTS = ['last_hidden_state', 'audio_embeds', 'image_embeds', 'text_embeds'];

/** Turns raw media into a model's inputs. */
export type Preparation = { readonly AutoProcessor: Processor; readonly AutoTokenizer: PreTrainedTokenizer };

/** A model of transformers.js with its preprocessor. */
export class TransformersModel<Part extends keyof Preparation> {
  private constructor(
    readonly library: Transformers,
    readonly prepare: Preparation[Part],
    /** Of the files, if they are in a folder. */
    readonly fingerprint: string,
    private readonly model: PreTrainedModel,
    private readonly options: TransformersOptions,
  ) {}

  /**
   * Loads a model from a folder, else from the hub (which keeps it in a cache).
   *
   * @throws CmgError of kind `usage` if no model is given, it cannot be loaded, or transformers.js is not installed
   */
  static async open<Part extends keyof Preparation>(part: Part, options: TransformersOptions): Promise<TransformersModel<Part>> {
    const { model: name, dtype, revision } = options;
    if (name === undefined) {
      throw new CmgError("the extractor 'transformers' needs the option 'model'", {
        kind: 'usage',
        hint: 'Give the folder of an exported model or an id on the hub, for example Xenova/bert-base-uncased.',
      });
    }
    const library = await loadTransformers();
    const Model = modelClass(library, options.class);
    const isFolder = await stat(name).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    const from = isFolder ? resolve(name) : name;
    const where = { revision, local_files_only: isFolder };
    try {
      const prepare = (await library[part].from_pretrained(from, where)) as Preparation[Part];
      const model = await Model.from_pretrained(from, { ...where, dtype, device: 'cpu' });
      return new TransformersModel(library, prepare, isFolder ? await folderHash(from) : '', model, options);
    } catch (cause) {
      throw notLoaded(name, isFolder, cause as Error);
    }
  }

  /**
   * One of the model's outputs, of the first (only) item of the batch: [...].
   *
   * @throws CmgError if the model rejects the inputs or has no such output
   */
  async run(inputs: object): Promise<NdArray<Float32Array>> {
    const { model: where = '', output: wanted } = this.options;
    const call = this.model as unknown as (inputs: object) => Promise<Record<string, Tensor | undefined>>;
    const outputs = await call(inputs).catch((cause: Error) => {
      throw new CmgError(`the model rejects its input: ${cause.message}`, { where, cause });
    });
    const name = wanted ?? OUTPUTS.find((known) => outputs[known] !== undefined);
    const tensor = name === undefined ? undefined : outputs[name];
    if (tensor === undefined) {
      throw new CmgError(`the model has no output ${name === undefined ? 'of features' : `'${name}'`}`, {
        kind: 'usage',
        where,
        hint: `It has ${Object.keys(outputs).join(', ')}; choose one with the option 'output'.`,
      });
    }
    return { shape: tensor.dims.slice(1), data: Float32Array.from(tensor.data as ArrayLike<number>) };
  }

  dispose(): void {
    void this.model.dispose();
  }
}

type ModelClass = { from_pretrained(name: string, options: object): Promise<PreTrainedModel> };

function modelClass(library: Transformers, name: string): ModelClass {
  const found = (library as unknown as Record<string, ModelClass | undefined>)[name];
  if (typeof found?.from_pretrained === 'function') return found;
  throw new CmgError(`transformers.js has no model class '${name}'`, {
    kind: 'usage',
    hint: 'AutoModel suits most models; models of two modalities need a specific class, for example ClapTextModelWithProjection.',
  });
}

/** Hash of all files below a folder. */
async function folderHash(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return contentKey(...(await Promise.all(files.map(async (file) => [file.slice(folder.length), await fileHash(file)]))));
}

const notLoaded = (name: string, isFolder: boolean, cause: Error) =>
  new CmgError(`the model cannot be loaded: ${cause.message}`, {
    kind: 'usage',
    where: name,
    hint: isFolder
      ? 'The folder must contain config.json, the files of its tokenizer or processor, and onnx/model.onnx (of the requested dtype).'
      : 'There is no folder of this name, and an id requires access to the hub. Without a network, copy the files of the model to a folder and give its path.',
    cause,
  });
