import { CmgError, defineDatasetReader, pathOption, perModality } from '@cmg/core';
import { wholeClipLabels } from '@cmg/datasets';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const options = z.strictObject({
  file: pathOption().default('clips.jsonl').describe('a clip a line: split, label, and for each modality T vectors of one width'),
});

const clipSchema = z.strictObject({
  split: z.string().min(1),
  label: z.string().min(1),
  features: z
    .record(z.string(), z.array(z.array(z.number()).min(1)).min(1))
    .refine((all) => Object.keys(all).length > 0, 'has no modality'),
});

/** Vectors that another program has made, as lines of JSON, all with the same modalities, T and widths. They are kept in memory. */
export default defineDatasetReader({
  name: 'json-lines',
  description: 'clips as lines of JSON, with vectors of any modalities',
  options,

  async open({ file }) {
    const text = await readFile(file, 'utf8').catch((cause) => {
      throw new CmgError('cannot be read', { where: file, hint: cause.message, kind: 'usage', cause });
    });
    const { clips, shapes } = parseClips(text.trimEnd().split(/\r?\n/), file);
    const classes = [...new Set(clips.map(({ label }) => label))].sort();
    const splits = {};
    for (const clip of clips) (splits[clip.split] ??= []).push(clip);
    const modalities = Object.keys(shapes);
    const [segments] = shapes[modalities[0]];
    const splitOf = (name) => known(splits, name, `${file}: split`);

    return {
      segments,
      classes,
      splits: Object.fromEntries(Object.entries(splits).map(([name, { length }]) => [name, length])),
      featureShapes: perModality(modalities, (modality) => shapes[modality].slice(1)),
      fingerprint: createHash('sha256').update(text).digest('hex'),

      async read(split, modality, rows) {
        const clipsOfSplit = splitOf(split);
        const shape = known(shapes, modality, `${file}: modality`);
        const data = Array.from(rows).flatMap((row) => {
          const clip = clipsOfSplit[row];
          if (clip !== undefined) return clip.features[modality].flat();
          throw new CmgError(`'${split}' has clips 0 to ${clipsOfSplit.length - 1}, not ${row}`, { where: file });
        });
        return { data: Float32Array.from(data), shape: [rows.length, ...shape] };
      },

      async labels(split) {
        const indices = splitOf(split).map(({ label }) => classes.indexOf(label));
        return wholeClipLabels(indices, segments, modalities);
      },

      close: async () => undefined,
    };
  },
});

/** The clips of all lines, and [T, F] of each modality. The first line that is wrong, or unlike the first one, is named. */
function parseClips(lines, file) {
  const clips = lines.map((line, i) => parseClip(line, `${file}:${i + 1}`));
  const { features } = clips[0];
  const segments = Object.values(features)[0].length;
  const shapes = perModality(Object.keys(features), (modality) => [segments, features[modality][0].length]);
  const unlike = clips.findIndex((clip) => !isOfShape(clip.features, shapes));
  if (unlike === -1) return { clips, shapes };
  throw new CmgError(`is not of the first line's shapes, ${JSON.stringify(shapes)}`, { where: `${file}:${unlike + 1}`, kind: 'usage' });
}

function isOfShape(features, shapes) {
  if (Object.keys(features).length !== Object.keys(shapes).length) return false;
  return Object.entries(shapes).every(([modality, [segments, width]]) => {
    const vectors = features[modality] ?? [];
    return vectors.length === segments && vectors.every(({ length }) => length === width);
  });
}

function parseClip(line, where) {
  try {
    return clipSchema.parse(JSON.parse(line));
  } catch (cause) {
    const hint = cause instanceof z.ZodError ? z.prettifyError(cause) : cause.message;
    throw new CmgError('is not a clip', { where, hint, kind: 'usage', cause });
  }
}

function known(values, name, what) {
  if (Object.hasOwn(values, name)) return values[name];
  throw new CmgError(`'${name}' does not exist`, { where: what, hint: `There are: ${Object.keys(values).join(', ')}.`, kind: 'usage' });
}
