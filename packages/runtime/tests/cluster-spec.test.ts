import { checkClusterSpec, parseTfConfig } from '../src/index.js';

const config = (cluster: object, task: object) => JSON.stringify({ cluster, task, environment: 'cloud' });

test('TF_CONFIG names workers, and a chief before them', () => {
  expect(parseTfConfig(config({ worker: ['a:1', 'b:1'] }, { type: 'worker', index: 1 }), 60)).toEqual({
    workers: ['a:1', 'b:1'],
    rank: 1,
    timeout: 60,
  });
  expect(parseTfConfig(config({ chief: ['c:1'], worker: ['a:1'] }, { type: 'worker', index: 0 }), 60)).toMatchObject({
    workers: ['c:1', 'a:1'],
    rank: 1,
  });
  expect(parseTfConfig(config({ chief: ['c:1'], worker: ['a:1'] }, { type: 'chief', index: 0 }), 60)).toMatchObject({ rank: 0 });
});

test.each([
  ['no JSON', 'TF_CONFIG: not JSON'],
  ['{"cluster": {"worker": ["a:1"]}}', 'task'],
  [config({ ps: ['p:1'], worker: ['a:1'] }, { type: 'worker', index: 0 }), "there is a 'ps'"],
  [config({ worker: ['a:1'] }, { type: 'evaluator', index: 0 }), "there is a 'evaluator'"],
  [config({ worker: ['a:1'] }, { type: 'worker', index: 1 }), 'there is no rank 1 of 1 processes'],
])('a TF_CONFIG that is not one of a cluster of workers is refused: %s', (text, message) =>
  expect(() => parseTfConfig(text, 60)).toThrow(message),
);

test.each([
  [['10.0.0.1'], "'10.0.0.1' is not an address"],
  [['a:1" } } job_name: "x'], 'is not an address'],
  [['a:1', 'a:1'], 'a:1 is named twice'],
])('what is no list of addresses is refused: %j', (workers, message) =>
  expect(() => checkClusterSpec({ workers, rank: 0, timeout: 60 }, '--workers')).toThrow(message),
);

test('names, IPv4 and IPv6 are addresses', () => {
  const workers = ['node-1.cluster:3700', '10.0.0.1:80', '[::1]:3700'];
  expect(checkClusterSpec({ workers, rank: 2, timeout: 1 }, '--workers').workers).toBe(workers);
});
