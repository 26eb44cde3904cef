import { CmgError, defineObserver } from '@cmg/core';
import { z } from 'zod';
import { flatConfig } from './flat-config.js';
import { type Remote, remoteObserver } from './remote-observer.js';
import { basic, Refused, request } from './request.js';

const options = z.strictObject({
  uri: z.url().optional().describe("the tracking server's address; default: MLFLOW_TRACKING_URI, then http://127.0.0.1:5000"),
  experiment: z.string().min(1).default('cmg').describe('made if it is not there'),
});

type MlflowOptions = z.output<typeof options>;

/** Most metrics and parameters of one request, and the longest parameter, as the server bounds them. */
const MOST = { metrics: 1000, params: 100, value: 500 };
const STATUS = { finished: 'FINISHED', interrupted: 'KILLED', failed: 'FAILED' } as const;

const experiments = z.object({ experiment: z.object({ experiment_id: z.string() }) });
const created = z.object({ experiment_id: z.string() });
const runs = z.object({ run: z.object({ info: z.object({ run_id: z.string() }) }) });

/**
 * Sends a run to an MLflow tracking server: its config as parameters, its records as metrics. A run that is resumed goes on under the same
 * name. `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`, or `MLFLOW_TRACKING_TOKEN`, are sent if they are set.
 *
 * Source: MLflow's REST API 2.0.
 */
export const mlflow = defineObserver({
  name: 'mlflow',
  description: 'sends the run to an MLflow tracking server',
  options,
  create: (chosen, { folder }) => remoteObserver('mlflow', folder, new Mlflow(chosen)),
});

class Mlflow implements Remote {
  private readonly headers: Readonly<Record<string, string>>;
  private readonly url: string;

  constructor(private readonly options: MlflowOptions) {
    const {
      MLFLOW_TRACKING_URI: uri,
      MLFLOW_TRACKING_USERNAME: name,
      MLFLOW_TRACKING_PASSWORD: password = '',
      MLFLOW_TRACKING_TOKEN: token,
    } = process.env;
    this.url = (options.uri ?? uri ?? 'http://127.0.0.1:5000').replace(/\/+$/, '');
    const authorization = name === undefined ? token && `Bearer ${token}` : basic(name, password);
    this.headers = authorization === undefined ? {} : { Authorization: authorization };
  }

  async begin({ config }: Parameters<Remote['begin']>[0], kept: Parameters<Remote['begin']>[1]): Promise<string> {
    if (kept !== undefined) {
      await this.ask('runs/update', { run_id: kept.id, status: 'RUNNING' }, z.unknown());
      return kept.id;
    }
    const run = {
      experiment_id: await this.experiment(),
      run_name: config.name,
      start_time: Date.now(),
      tags: [{ key: 'mlflow.source.name', value: 'cmg' }],
    };
    const id = (await this.ask('runs/create', run, runs)).run.info.run_id;
    const params = Object.entries(flatConfig(config)).map(([key, value]) => ({
      key: keyOf(key),
      value: String(value).slice(0, MOST.value),
    }));
    for (let at = 0; at < params.length; at += MOST.params) {
      await this.ask('runs/log-batch', { run_id: id, params: params.slice(at, at + MOST.params) }, z.unknown());
    }
    return id;
  }

  async send(points: Parameters<Remote['send']>[0], { id }: Parameters<Remote['send']>[1]): Promise<void> {
    const metrics = points.flatMap(({ step, time, scalars }) =>
      Object.entries(scalars).map(([key, value]) => ({
        key: keyOf(key),
        value: Number.isFinite(value) ? value : String(value),
        timestamp: time,
        step,
      })),
    );
    for (let at = 0; at < metrics.length; at += MOST.metrics) {
      await this.ask('runs/log-batch', { run_id: id, metrics: metrics.slice(at, at + MOST.metrics) }, z.unknown());
    }
  }

  async end(outcome: keyof typeof STATUS, { id }: Parameters<Remote['end']>[1]): Promise<void> {
    await this.ask('runs/update', { run_id: id, status: STATUS[outcome], end_time: Date.now() }, z.unknown());
  }

  private async experiment(): Promise<string> {
    const { experiment: name } = this.options;
    try {
      const found = await this.ask(`experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`, undefined, experiments);
      return found.experiment.experiment_id;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error;
      return (await this.ask('experiments/create', { name }, created)).experiment_id;
    }
  }

  private async ask<Schema extends z.ZodType>(path: string, body: unknown, answer: Schema): Promise<z.output<Schema>> {
    const url = `${this.url}/api/2.0/mlflow/${path}`;
    const { data, error } = answer.safeParse(await request(url, { body, headers: this.headers }));
    if (error === undefined) return data;
    throw new CmgError(`is no MLflow tracking server: ${z.prettifyError(error)}`, { where: url, cause: error });
  }
}

/** A name with the characters that MLflow takes. */
const keyOf = (name: string): string =>
  name
    .replaceAll('->', ' to ')
    .replace(/[^\w./ -]/g, '_')
    .slice(0, 250);
