import { encodeSafetensors } from '@cmg/formats';
import { writeCheckpoint } from '@cmg/trainer';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const component = (use: string, options: Record<string, unknown> = {}) => ({ use, options });

const CONFIG = {
  name: 'small',
  seed: 5,
  width: 8,
  data: component('digits'),
  modalities: [component('audio'), component('video')],
  codebook: component('shared', { size: 16 }),
  objectives: [{ ...component('reconstruction'), weight: 1 }],
  tasks: [component('classification')],
  observers: [{ ...component('loud'), from: { specifier: './loud.mjs', base: '/home/me' } }],
};

/** A run of 12 steps that fits a page; its head belongs to it. */
export async function smallRun(folder: string): Promise<{ readonly run: string; readonly heads: string }> {
  const [run, heads] = [join(folder, 'small'), join(folder, 'heads')];
  await mkdir(run, { recursive: true });
  await writeFile(join(run, 'config.yaml'), 'name: small\n');
  await writeFile(join(run, 'metrics.jsonl'), '{"step":12}\n');
  const checkpoint = join(run, 'checkpoint.safetensors');
  const info = {
    step: 12,
    epoch: 2,
    config: { ...CONFIG, training: {} },
    data: { segments: 10, featureShapes: { audio: [128], video: [7, 7, 512] }, clips: 48, fingerprint: 'f00d' },
    versions: { trainer: '0.1.0', backend: 'tensorflow' },
  };
  await writeCheckpoint(checkpoint, {
    info: info as never,
    tensors: new Map([['codebook/embedding', { shape: [2], data: Float32Array.of(1, 2) }]]),
  });
  const hash = createHash('sha256')
    .update(await readFile(checkpoint))
    .digest('hex');
  await smallHead(join(heads, 'classification-audio-seed-0'), hash);
  return { run, heads };
}

/** A head that says it was trained on a checkpoint. */
export async function smallHead(folder: string, checkpoint: string): Promise<void> {
  const content = Buffer.concat([...encodeSafetensors(new Map([['w', { shape: [1], data: Float32Array.of(3) }]]))]);
  const weights = `weights-${createHash('sha256').update(content).digest('hex')}.safetensors`;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, weights), content);
  const results = [
    { to: 'audio', split: 'test', scores: { accuracy: 90 }, chance: 12.2 },
    { to: 'video', split: 'test', scores: { accuracy: 87.46 }, chance: 12.2 },
  ];
  const head = {
    format: 1,
    task: 'classification',
    options: {},
    from: 'audio',
    seed: 0,
    classes: ['zero', 'one'],
    segments: 10,
    codes: [16, 8],
  };
  await writeFile(
    join(folder, 'head.json'),
    JSON.stringify({ ...head, run: { folder: '../../runs/small', checkpoint, step: 'last' }, results, weights }),
  );
}
