/** The commands that write folders, what an unbroken one gives, and what must hold whenever one was stopped. */
import { decodeNpy } from '@cmg/formats';
import { VectorIndex } from '@cmg/search';
import { readHead } from '@cmg/tasks';
import { readCheckpoint } from '@cmg/trainer';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { featureFolder, features, recordings, tinyConfig } from './inputs.mjs';
import { cmg } from './process.mjs';

/**
 * @typedef {object} Job
 * @property {string} name
 * @property {number} variants how many sets of options the command is given in turn
 * @property {(out: string, variant: number) => string[]} args of a command that begins, or goes on with, what is in the folder
 * @property {(out: string, seen: any, stderr: string) => Promise<void>} check throws where something is lost; `seen` is kept from one stop to the next
 * @property {(out: string) => Promise<string>} result what must be as an unbroken command gives it
 * @property {{ ms: number, bytes: number, results: string[] }} whole of unbroken commands
 */

const hash = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex');
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Files of a folder, relative to it, without what a stop leaves and a command removes or ignores. */
const filesOf = (folder) =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp') && !entry.name.startsWith('writer.lock'))
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .sort();

const hashesOf = (folder, files) => files.map((name) => `${name} ${hash(readFileSync(join(folder, name)))}`).join('\n');

/** Records of a run without what the clock says. */
const metricsOf = (folder) =>
  readFileSync(join(folder, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const record = JSON.parse(line);
      delete record.clipsPerSecond;
      delete record.timings;
      return JSON.stringify(record);
    })
    .join('\n');

/** Makes what the jobs work on, and runs each once. @returns {Promise<Job[]>} */
export async function openJobs(folder) {
  mkdirSync(folder, { recursive: true });
  featureFolder(join(folder, 'data'));
  const config = tinyConfig(join(folder, 'tiny.json'), join(folder, 'data'));
  const run = join(folder, 'trained/tiny');
  await finished(['pretrain', '--config', config, '--out', join(folder, 'trained')]);
  writeFileSync(join(folder, 'audio.npy'), features(5000, 'audio'));
  /** @type {Omit<Job, 'whole'>[]} */
  const jobs = [
    pretrain(config),
    extract(recordings(join(folder, 'raw'), 24)),
    index(run, join(folder, 'audio.npy'), join(folder, 'whole/index-0')),
    transfer(run),
    study(folder, config),
  ];
  /** @type {Job[]} */
  const whole = [];
  for (const job of jobs) whole.push({ ...job, whole: await unbroken(job, join(folder, 'whole')) });
  return whole;
}

async function unbroken(job, folder) {
  /** @type {Job['whole']} */
  const whole = { ms: 0, bytes: 0, results: [] };
  for (let variant = 0; variant < job.variants; variant++) {
    const out = join(folder, `${job.name}-${variant}`);
    whole.ms = Math.max(whole.ms, (await finished(job.args(out, variant))).ms);
    whole.bytes = Math.max(whole.bytes, sizeOf(out));
    whole.results.push(await job.result(out));
  }
  return whole;
}

async function finished(args) {
  const result = await cmg(args);
  if (result.code !== 0) throw new Error(`cmg ${args.join(' ')}: ${result.stderr}`);
  return result;
}

const sizeOf = (folder) => filesOf(folder).reduce((sum, name) => sum + Math.ceil(readFileSync(join(folder, name)).length / 4096) * 4096, 0);

function pretrain(config) {
  const file = (out) => join(out, 'tiny/checkpoint.safetensors');
  return {
    name: 'pretrain',
    variants: 1,
    args: (out) => ['pretrain', '--config', config, '--out', out, ...(existsSync(join(out, 'tiny/config.yaml')) ? ['--resume'] : [])],
    async check(out, seen) {
      const { step = 0 } = seen;
      if (!existsSync(file(out))) {
        if (step > 0) throw new Error('the checkpoint is gone');
        return;
      }
      seen.step = (await readCheckpoint(file(out))).info.step;
      if (seen.step < step) throw new Error(`the checkpoint went back from step ${step} to ${seen.step}`);
    },
    async result(out) {
      const { tensors } = await readCheckpoint(file(out));
      const values = [...tensors]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { data }]) => `${name} ${hash(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))}`);
      return `${metricsOf(join(out, 'tiny'))}\n${values.join('\n')}`;
    },
  };
}

/** With two numbers of segments in turn: features of both must never lie together under one manifest. */
function extract(manifest) {
  return {
    name: 'extract',
    variants: 2,
    args: (out, variant) => ['extract', '--manifest', manifest, '--out', out, '--segments', String(2 + variant), '--backend', 'js'],
    async check(out) {
      if (!existsSync(join(out, 'manifest.csv'))) return;
      const { segments } = json(join(out, 'features.json'));
      for (const name of filesOf(out).filter((file) => file.endsWith('.npy'))) {
        const { shape } = decodeNpy(readFileSync(join(out, name)), name);
        if (shape[0] !== segments) throw new Error(`${name} has ${shape[0]} segments, and the manifest is of ${segments}`);
      }
    },
    result: async (out) =>
      hashesOf(
        out,
        filesOf(out).filter((name) => name !== 'extracted.jsonl'),
      ),
  };
}

/** What was told to be indexed is in the index, as an unbroken command puts it there. */
function index(run, clips, whole) {
  const vectorsOf = async (out) => {
    const opened = await VectorIndex.open(out);
    return (i) => opened.vector(`audio/${i}`, 'audio')?.join();
  };
  return {
    name: 'index',
    variants: 1,
    args: (out) => ['index', 'add', '--index', out, '--run', run, '--modality', 'audio', '--in', clips],
    async check(out, seen, stderr) {
      const told = [...stderr.matchAll(/audio: (\d+) clips indexed/g)].reduce((sum, [, clips]) => sum + Number(clips), 0);
      seen.told = Math.max(seen.told ?? 0, told);
      if (!existsSync(join(out, 'manifest.json')) && seen.told === 0) return;
      const [vector, wanted] = [await vectorsOf(out), await vectorsOf(whole)];
      for (let i = 0; i < seen.told; i++)
        if (vector(i) !== wanted(i)) throw new Error(`clip ${i} of ${seen.told} that were told is not as it was`);
    },
    async result(out) {
      const { size } = await VectorIndex.open(out);
      const vector = await vectorsOf(out);
      return `${size} ${hash(Array.from({ length: size }, (_, i) => vector(i)).join('\n'))}`;
    },
  };
}

/** A head that was told to be saved stays, and each that is there can be read. */
function transfer(run) {
  const headsOf = (out) => filesOf(out).filter((name) => name.endsWith('head.json'));
  return {
    name: 'transfer',
    variants: 1,
    args: (out) => ['transfer', '--run', run, '--seeds', '3', '--save', out],
    async check(out, seen, stderr) {
      seen.told = new Set([...(seen.told ?? []), ...[...stderr.matchAll(/saved: (\S+)/g)].map(([, head]) => head)]);
      for (const name of headsOf(out)) await readHead(join(out, name, '..'));
      for (const head of seen.told) if (!existsSync(join(head, 'head.json'))) throw new Error(`${head} was told to be saved, and is gone`);
    },
    result: async (out) =>
      headsOf(out)
        .map((name) => {
          const about = json(join(out, name));
          delete about.run; // a path from there to the run
          return JSON.stringify([name, about, hash(readFileSync(join(out, name, '..', about.weights)))]);
        })
        .join('\n'),
  };
}

/** A cell that has a result keeps it. */
function study(folder, config) {
  const file = join(folder, 'study.json');
  const rows = [{ name: 'Less', without: ['cmcm'] }, { name: 'Full' }];
  writeFileSync(file, JSON.stringify({ name: 'study', base: config, seeds: 1, rows }));
  const resultsOf = (out) => filesOf(out).filter((name) => name.endsWith('result.json'));
  return {
    name: 'study',
    variants: 1,
    args: (out) => ['study', file, '--out', out, '--jobs', '1'],
    async check(out, seen) {
      const results = resultsOf(out);
      for (const name of results) json(join(out, name));
      for (const name of seen.results ?? []) if (!results.includes(name)) throw new Error(`${name} is gone`);
      seen.results = results;
    },
    result: async (out) =>
      resultsOf(out)
        .map((name) => {
          const { transfer: scores, probes, codes } = json(join(out, name));
          return JSON.stringify([name, scores, probes, codes, metricsOf(join(out, name, '..'))]);
        })
        .join('\n'),
  };
}
