import { describeDatasetReader } from '@cmg/core/testing';
import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import jsonLines from './json-lines.js';

const folder = mkdtempSync(join(tmpdir(), 'json-lines-'));

/** A file with a line for each value. */
function fileOf(name, clips) {
  const file = join(folder, name);
  writeFileSync(file, clips.map((clip) => `${JSON.stringify(clip)}\n`).join(''));
  return file;
}

/** Two segments of three numbers, and of one. */
function clip(split, label, value) {
  const [audio, text] = [
    [value, 1, 2, 3, 4, 5],
    [value, 6],
  ];
  return { split, label, features: { audio: [audio.slice(0, 3), audio.slice(3)], text: text.map((number) => [number]) } };
}
const CLIPS = [clip('train', 'rain', 0.5), clip('test', 'bell', 1), clip('train', 'bell', 2), clip('train', 'rain', 3)];

await describeDatasetReader(jsonLines, { options: { file: fileOf('clips.jsonl', CLIPS) } });

test('reads what the lines say', async () => {
  const dataset = await jsonLines.open({ file: fileOf('clips.jsonl', CLIPS) }, { cacheDir: folder });
  assert.deepEqual(await dataset.read('train', 'text', [2, 0]), { data: Float32Array.of(3, 6, 0.5, 6), shape: [2, 2, 1] });
  assert.deepEqual(dataset.classes, ['bell', 'rain']);
  assert.deepEqual([...(await dataset.labels('train')).clipClasses], [1, 0, 1]);
});

test('names the line that is wrong', async () => {
  const { features, ...rest } = CLIPS[0];
  const unlike = /wrong\.jsonl:2: is not of the first line's shapes, {"audio":\[2,3\],"text":\[2,1\]}/;
  const wrong = [
    [{ split: 'train', features }, /wrong\.jsonl:2: is not a clip[^]*label/],
    [{ ...rest, features: {} }, /wrong\.jsonl:2: is not a clip[^]*has no modality/],
    [{ ...rest, features: { audio: features.audio } }, unlike],
    [{ ...rest, features: { ...features, text: [[1], [2], [3]] } }, unlike],
    [{ ...rest, features: { ...features, text: [[1], [2, 3]] } }, unlike],
  ];
  for (const [line, message] of wrong) {
    const file = fileOf('wrong.jsonl', [CLIPS[0], line]);
    await assert.rejects(jsonLines.open({ file }, { cacheDir: folder }), { name: 'CmgError', message });
  }
});

test('labels of sound hold for text', () => {
  execSync('npm start', { stdio: 'inherit' });
  const scores = execSync('npx cmg transfer --run runs/embeddings --from audio --to text --json', { encoding: 'utf8' });
  const [{ measures }] = JSON.parse(scores);
  assert.ok(measures.scores.accuracy > 80, `accuracy is ${measures.scores.accuracy} %, chance ${measures.chance} %`);
});
