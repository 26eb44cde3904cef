/** Writes `clips.jsonl`: vectors as an audio model and a text model might make them of five-second clips and their captions. */
import { Random } from '@cmg/core';
import { writeFileSync } from 'node:fs';

const CLASSES = ['rain', 'bell', 'dog', 'engine', 'crowd'];
const WIDTHS = { audio: 16, text: 12 };
const CLIPS = { train: 200, test: 60 };
const SEGMENTS = 5;

const random = new Random(0);
const normals = (stream, length) => Array.from({ length }, () => stream.normal());

/** What vectors of a class have in common, [F], and how those of a clip differ: an offset of the whole clip and one of each segment. */
const vectorsOf = (id, label, [modality, width]) => {
  const [common, own] = [normals(random.fork(modality, label), width), random.fork(modality, id)];
  const style = normals(own, width);
  return Array.from({ length: SEGMENTS }, () => common.map((value, i) => Number((value + 0.5 * style[i] + 0.5 * own.normal()).toFixed(3))));
};

const lines = Object.entries(CLIPS).flatMap(([split, count]) =>
  Array.from({ length: count }, (_, clip) => {
    const label = CLASSES[clip % CLASSES.length];
    const features = Object.fromEntries(
      Object.entries(WIDTHS).map((modality) => [modality[0], vectorsOf(`${split}-${clip}`, label, modality)]),
    );
    return JSON.stringify({ split, label, features });
  }),
);
writeFileSync('clips.jsonl', `${lines.join('\n')}\n`);
console.log(`clips.jsonl: ${lines.length} clips`);
