import { z } from 'zod';

/** The file of an exported run that names all others. */
export const EXPORTED_RUN = 'run.json';

const count = z
  .int()
  .min(1)
  .max(2 ** 30);
const shape = z.array(count).max(8);
const name = z.string().min(1);

/** A built-in component with its options. */
const component = z.strictObject({ use: name, options: z.record(z.string(), z.unknown()) });

/**
 * Files of tensors: safetensors, each of some tensors of one part of the run. Their names contain their hash, so that a browser may keep
 * them for ever.
 */
const shards = z.array(
  z.strictObject({
    file: z.string().regex(/^[a-z0-9-]+\.safetensors$/),
    bytes: z.int().min(1),
    /** Hexadecimal. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
);

/** How raw media become the features of a modality. */
const media = z.strictObject({
  /** What made the features that the run was trained on. */
  extractor: component,
  /** What it takes. */
  format: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('audio'), sampleRate: count }),
    z.strictObject({
      kind: z.literal('video'),
      height: count,
      width: count,
      framesPerSegment: count,
      background: z.string().exactOptional(),
    }),
    z.strictObject({ kind: z.literal('text') }),
  ]),
  /** How a clip of another length comes to T segments: its last one repeated or what is beyond cut, or stretched. */
  length: z.enum(['pad', 'resample']),
  /** What the extractor computes with, by its names; `scale/shift` and `scale/factor`, where features are scaled: (x - shift) factor. */
  weights: shards,
});

const head = z.strictObject({
  name,
  task: name,
  options: z.record(z.string(), z.unknown()),
  /** The modality whose labels it learnt from. */
  from: name,
  seed: z.int(),
  classes: z.array(z.string()),
  /** T. */
  segments: count,
  /** Of one clip. */
  targetShape: shape.optional(),
  /** What it scored when it was trained. */
  results: z.array(z.strictObject({ to: name, split: name, scores: z.record(z.string(), z.number()), chance: z.number() })),
  weights: shards,
});

/** `run.json` of a run that `cmg export-web` wrote: everything but the tensors. */
export const exportedRun = z
  .strictObject({
    format: z.literal(1),
    name,
    /** SHA-256 of the checkpoint, hexadecimal. */
    checkpoint: z.string(),
    /** How far it was trained. */
    trained: z.strictObject({ step: z.int().min(0), epoch: z.int().min(0) }),
    /** D. */
    width: count,
    /** T of the clips that it was trained on. */
    segments: count.max(2 ** 16),
    modalities: z
      .array(
        component.extend({
          context: z.union([z.enum(['none', 'clip']), z.strictObject({ window: count })]).exactOptional(),
          /** Of one segment. */
          featureShape: shape,
          /** Absent where raw media cannot be taken, features alone. */
          media: media.exactOptional(),
        }),
      )
      .min(1),
    codebook: component,
    /** `parameters/<path>` and `codebook/<name>`: as in a checkpoint, what encoding needs. */
    weights: shards,
    heads: z.array(head),
    /** The clips that can be found; absent without any. */
    index: z
      .strictObject({
        /** P. */
        width: count,
        /** The head that makes their vectors; absent: the mean of their codes. */
        head: name.exactOptional(),
        /** How many of each modality. */
        modalities: z.record(z.string(), count),
        /** In each file one tensor [rows, P] of unit vectors, `vectors/<number>`, and in its metadata `items`: the JSON of their `{id, modality}[]`. */
        weights: shards,
      })
      .exactOptional(),
    /** What was left out, and why: for people. */
    notes: z.array(z.string()),
  })
  .readonly();

export type ExportedRun = z.output<typeof exportedRun>;
/** A file of tensors. */
export type Shard = z.output<typeof shards>[number];
/** A head of an exported run. */
export type ExportedHead = z.output<typeof head>;
