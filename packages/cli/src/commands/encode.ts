import { CmgError, decodeNpy, encodeNpy, of, writeFileAtomic, type NamedArray } from '@cmg/core';
import { openBackend, type BackendChoice } from '@cmg/runtime';
import { loadModel, type Model } from '@cmg/trainer';
import * as tf from '@tensorflow/tfjs';
import { readFile } from 'node:fs/promises';
import { backendOption, type CommandContext } from '../command-context.js';
import { Workbench } from '../workbench.js';

interface EncodeOptions {
  readonly run: string;
  readonly modality: string;
  readonly in: string;
  readonly out: string;
  readonly vectors?: boolean;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** Clips encoded at a time. */
const BATCH = 256;

/** `cmg encode`: features in, codes out. */
export function addEncodeCommand({ program, terminal }: CommandContext): void {
  program
    .command('encode')
    .description('turn features of one modality into codes')
    .requiredOption('--run <folder>', 'a trained run')
    .requiredOption('--modality <name>', 'which modality the features are of')
    .requiredOption('--in <file.npy>', 'features, [N, T, ...]')
    .requiredOption('--out <file.npy>', 'code indices, int32 [N, T]')
    .option('--vectors', 'write the code vectors instead, float32 [N, T, D]')
    .option('--json', 'print what was written for a program to read')
    .addOption(backendOption())
    .addHelpText('after', '\nExample:\n  cmg encode --run runs/digits --modality audio --in audio.npy --out codes.npy')
    .action(async (options: EncodeOptions) => {
      const workbench = new Workbench(terminal);
      await openBackend(options.backend);
      const { model } = await loadModel(options.run, workbench.components);
      try {
        const codes = await encodeArray(model, options.modality, await readFeatures(options.in), options);
        await writeFileAtomic(options.out, encodeNpy(codes));
        const { shape } = codes;
        terminal.print(options.json ? JSON.stringify({ out: options.out, shape }) : `${options.out}: [${shape.join(', ')}]`);
      } finally {
        model.dispose();
      }
    });
}

async function readFeatures(file: string): Promise<NamedArray> {
  const bytes = await readFile(file).catch((cause: Error) => {
    throw new CmgError(`cannot be read: ${cause.message}`, { kind: 'usage', where: file, cause });
  });
  return decodeNpy(bytes, file);
}

async function encodeArray(model: Model, modality: string, input: NamedArray, options: EncodeOptions): Promise<NamedArray> {
  if (!model.modalities.includes(modality)) {
    throw new CmgError(`the run has no modality '${modality}'`, { kind: 'usage', hint: `It was trained on ${model.modalities.join(', ')}.` });
  }
  const row = [model.data.segments, ...of(model.data.featureShapes, modality)];
  const { shape, data } = input;
  if (shape.length !== row.length + 1 || row.some((n, axis) => n !== shape[axis + 1])) {
    throw new CmgError(`features of ${modality} have shape [${shape.join(', ')}]; expected [N, ${row.join(', ')}]`, {
      kind: 'usage',
      where: options.in,
    });
  }
  const [clips = 0, segments = 0] = shape;
  const size = row.reduce((a, b) => a * b, 1);
  const width = options.vectors ? model.width : 1;
  const out = new (options.vectors ? Float32Array : Int32Array)(clips * segments * width);
  for (let first = 0; first < clips; first += BATCH) {
    const rows = Math.min(BATCH, clips - first);
    const values = tf.tidy(() => {
      const x = tf.tensor(Float32Array.from(data.subarray(first * size, (first + rows) * size)), [rows, ...row]);
      const { indices, codes } = model.encode(modality, x);
      return options.vectors ? codes : indices;
    });
    out.set(await values.data(), first * segments * width);
    values.dispose();
  }
  return { shape: options.vectors ? [clips, segments, width] : [clips, segments], data: out };
}
