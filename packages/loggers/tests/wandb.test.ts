import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeObserver } from '@cmg/core/testing';
import { jest } from '@jest/globals';
import { wandb } from '../src/index.js';
import { FakeServer } from './support/fake-server.js';
import { CONFIG, record, start } from './support/records.js';

const respond: FakeServer['respond'] = ({ path, body }) => {
  if (path !== '/graphql') return {};
  const { name } = body['variables'] as { name: string };
  return { json: { data: { upsertBucket: { bucket: { name, project: { name: 'codes', entity: { name: 'a team' } } } } } } };
};

describe('wandb', () => {
  let folder: string;
  let server: FakeServer;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-wandb-'));
    server = await FakeServer.start(respond);
    process.env['WANDB_BASE_URL'] = server.url;
    process.env['WANDB_API_KEY'] = 'secret';
  });
  afterEach(async () => {
    delete process.env['WANDB_BASE_URL'];
    delete process.env['WANDB_API_KEY'];
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const observe = () => wandb.create({ project: 'codes' }, { folder, config: CONFIG });
  const streams = () => server.bodies('file_stream') as { files?: Record<string, { offset: number; content: string[] }> }[];

  it('sends the config and the records as history, and goes on with a run that is resumed', async () => {
    const first = observe();
    await first.onStart?.(start());
    await first.onRecord?.(record(1));
    await first.onEnd?.('interrupted');
    const again = observe();
    await again.onStart?.(start(1));
    await again.onRecord?.(record(1));
    await again.onRecord?.(record(2, Number.POSITIVE_INFINITY));
    await again.onEnd?.('finished');
    const [begun, resumed] = server.bodies('graphql').map(({ variables }) => variables as Record<string, string>);
    expect(begun).toMatchObject({ project: 'codes', displayName: 'mine', name: expect.stringMatching(/^[0-9a-f]{10}$/) });
    expect(JSON.parse(begun?.['config'] ?? '')).toMatchObject({ width: { value: 8 }, training: { value: { batchSize: 4 } } });
    expect(resumed?.['name']).toBe(begun?.['name']);
    expect(server.calls[0]?.authorization).toBe('Basic YXBpOnNlY3JldA==');
    expect(server.calls[1]?.path).toBe(`/files/a%20team/codes/${begun?.['name'] ?? ''}/file_stream`);
    const rows = streams().flatMap(({ files }) => (files ? [files['wandb-history.jsonl']] : []));
    expect(rows.map((sent) => [sent?.offset, sent?.content.map((row) => JSON.parse(row) as unknown)])).toEqual([
      [0, [expect.objectContaining({ _step: 1, epoch: 1, 'loss/total': 1, 'codes-in-use/video': 9 })]],
      [1, [expect.objectContaining({ _step: 2, 'loss/total': 'Infinity' })]],
    ]);
    expect(streams().filter(({ files }) => files === undefined)).toEqual([
      { complete: true, exitcode: 255 },
      { complete: true, exitcode: 0 },
    ]);
  });

  it('needs a key, and says what the server has against a run', async () => {
    delete process.env['WANDB_API_KEY'];
    await expect(observe().onStart?.(start())).rejects.toThrow('a key is needed to send runs to Weights & Biases\n  Set WANDB_API_KEY.');
    process.env['WANDB_API_KEY'] = 'secret';
    server.respond = () => ({ json: { errors: [{ message: 'permission denied' }] } });
    await expect(observe().onStart?.(start())).rejects.toThrow('does not take the run: {"errors":[{"message":"permission denied"}]}');
  });

  it('does not hold up training while the server is away, and sends all of it later', async () => {
    const observer = wandb.create({ project: 'codes' }, { folder, config: CONFIG });
    await observer.onStart?.(start());
    let down = true;
    server.respond = (call) => (down ? { status: 503 } : respond(call));
    await observer.onRecord?.(record(1));
    await observer.onRecord?.(record(2));
    await new Promise((resolve) => setTimeout(resolve, 50));
    down = false;
    await observer.onEnd?.('finished');
    const sent = streams().flatMap(({ files }) => files?.['wandb-history.jsonl']?.content ?? []);
    expect(sent.slice(-2).map((row) => (JSON.parse(row) as { _step: number })._step)).toEqual([1, 2]);
    expect(streams().at(-1)).toEqual({ complete: true, exitcode: 0 });
  });
});

it('warns of what was not sent, and does not fail the run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cmg-wandb-'));
  const server = await FakeServer.start(respond);
  process.env['WANDB_BASE_URL'] = server.url;
  process.env['WANDB_API_KEY'] = 'secret';
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  const observer = wandb.create({ project: 'codes' }, { folder, config: CONFIG });
  await observer.onStart?.(start());
  await server.stop();
  await observer.onEnd?.('finished');
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/^some of the run was not sent to wandb, metrics\.jsonl has it all: .*file_stream: cannot be used: /)],
  ]);
  warn.mockRestore();
  await rm(folder, { recursive: true });
});

describe('wandb keeps its contract', () => {
  let server: FakeServer;
  beforeAll(async () => {
    server = await FakeServer.start(respond);
    process.env['WANDB_BASE_URL'] = server.url;
    process.env['WANDB_API_KEY'] = 'secret';
  });
  afterAll(() => server.stop());
  describeObserver(wandb);
});
