import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedCluster } from '../src/cluster-options.js';
import { main } from '../src/main.js';
import { CapturedTerminal } from './support/captured-terminal.js';
import { tinyConfig } from './support/tiny-config.js';

const TF_CONFIG = JSON.stringify({ cluster: { worker: ['a:1', 'b:1'] }, task: { type: 'worker', index: 1 } });

test('a cluster is what options say, else TF_CONFIG, else none', () => {
  expect(askedCluster({ workers: 'x:1,y:1', rank: 0, timeout: 5 }, { TF_CONFIG })).toEqual({
    workers: ['x:1', 'y:1'],
    rank: 0,
    timeout: 5,
  });
  expect(askedCluster({ timeout: 5 }, { TF_CONFIG })).toEqual({ workers: ['a:1', 'b:1'], rank: 1, timeout: 5 });
  expect(askedCluster({ timeout: 5 }, {})).toBeUndefined();
  expect(askedCluster({ workers: 'x:1', rank: 0, timeout: 5 }, {})).toBeUndefined();
  expect(() => askedCluster({ workers: 'x:1,y:1', timeout: 5 }, {})).toThrow('--workers and --rank: say both, or neither');
});

describe('refused at once', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-launch-'))));
  afterAll(() => rm(folder, { recursive: true }));
  const refused = async (...args: string[]) => {
    const terminal = new CapturedTerminal();
    return [await main(args, terminal), terminal.noted.join('\n')];
  };

  test('other commands in several processes', async () =>
    expect(await refused('launch', '-n', '2', '--', 'study', 'table1')).toEqual([
      2,
      expect.stringContaining("'study' does not run in several processes"),
    ]));

  test('other backends', async () => {
    const cluster = ['--workers', '127.0.0.1:3700,127.0.0.1:3701', '--rank', '0', '--backend', 'wasm'];
    expect(await refused('pretrain', '--config', await tinyConfig(folder), ...cluster)).toEqual([
      2,
      expect.stringContaining('on native TensorFlow alone'),
    ]);
  });
});
