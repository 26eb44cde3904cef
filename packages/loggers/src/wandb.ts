import { CmgError, defineObserver, type TrainingStart } from '@cmg/core';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { KeptRun } from './kept-run.js';
import { type Point, type Remote, remoteObserver } from './remote-observer.js';
import { basic, request } from './request.js';

const options = z.strictObject({
  project: z.string().min(1).default('cmg').describe('made if it is not there'),
  entity: z.string().min(1).optional().describe("user or team; default: WANDB_ENTITY, then the key's own"),
});

type WandbOptions = z.output<typeof options>;

const EXIT = { finished: 0, failed: 1, interrupted: 255 } as const;

const UPSERT = `mutation UpsertBucket($name: String, $project: String, $entity: String, $displayName: String, $config: JSONString) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, displayName: $displayName, config: $config}) {
    bucket { name project { name entity { name } } }
  }
}`;

const upserted = z.object({
  data: z.object({
    upsertBucket: z.object({
      bucket: z.object({ name: z.string(), project: z.object({ name: z.string(), entity: z.object({ name: z.string() }) }) }),
    }),
  }),
});

/**
 * Sends a run to Weights & Biases, or to a server of one's own that speaks the same (`WANDB_BASE_URL`): its config, and its records as
 * history. `WANDB_API_KEY` is needed. A run that is resumed goes on under the same name.
 *
 * Source: the requests of W&B's own client for JavaScript, which is not used because it ends the process at Ctrl-C.
 */
export const wandb = defineObserver({
  name: 'wandb',
  description: 'sends the run to Weights & Biases',
  options,
  create: (chosen, { folder }) => remoteObserver('wandb', folder, new Wandb(chosen)),
});

class Wandb implements Remote {
  private readonly url: string;
  /** Of the run's stream of files. */
  private stream = '';

  constructor(private readonly options: WandbOptions) {
    this.url = (process.env['WANDB_BASE_URL'] ?? 'https://api.wandb.ai').replace(/\/+$/, '');
  }

  async begin({ config }: TrainingStart, kept: KeptRun | undefined): Promise<string> {
    const { project, entity = process.env['WANDB_ENTITY'] } = this.options;
    const values = Object.fromEntries(Object.entries(config).map(([key, value]: [string, unknown]) => [key, { value }]));
    const variables = {
      name: kept?.id ?? randomBytes(5).toString('hex'),
      project,
      ...(entity !== undefined && { entity }),
      displayName: config.name,
      config: JSON.stringify(values),
    };
    const url = `${this.url}/graphql`;
    const answer = await this.ask(url, { query: UPSERT, variables });
    const { data, error } = upserted.safeParse(answer);
    if (error !== undefined) {
      throw new CmgError(`does not take the run: ${JSON.stringify(answer).slice(0, 300)}`, {
        where: url,
        hint: 'Check WANDB_API_KEY, project and entity.',
        cause: error,
      });
    }
    const { name, project: at } = data.data.upsertBucket.bucket;
    this.stream = `${this.url}/files/${[at.entity.name, at.name, name].map(encodeURIComponent).join('/')}/file_stream`;
    return name;
  }

  async send(points: readonly Point[], { lines }: KeptRun): Promise<void> {
    const rows = points.map(({ step, epoch, time, scalars }) =>
      JSON.stringify({ ...plain(scalars), epoch, _step: step, _timestamp: time / 1000 }),
    );
    const files = {
      'wandb-history.jsonl': { offset: lines, content: rows },
      'wandb-summary.json': { offset: 0, content: rows.slice(-1) },
    };
    await this.ask(this.stream, { files });
  }

  async end(outcome: keyof typeof EXIT): Promise<void> {
    await this.ask(this.stream, { complete: true, exitcode: EXIT[outcome] });
  }

  private ask(url: string, body: unknown): Promise<unknown> {
    const key = process.env['WANDB_API_KEY'];
    if (!key) throw new CmgError('a key is needed to send runs to Weights & Biases', { kind: 'usage', hint: 'Set WANDB_API_KEY.' });
    return request(url, { body, headers: { Authorization: basic('api', key) } });
  }
}

/** JSON has no NaN and no infinities; W&B reads them from text. */
const plain = (scalars: Point['scalars']) =>
  Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)]));
