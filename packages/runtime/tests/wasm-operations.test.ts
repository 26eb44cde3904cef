import { openBackend } from '../src/index.js';
import { expectSame } from './support/expect-same.js';
import { OP_CASES } from './support/op-cases.js';
import { runCase } from './support/run-case.js';

beforeAll(async () => {
  await openBackend('js');
  await openBackend('wasm');
});

describe.each(OP_CASES)('$name on WebAssembly', (op) => {
  test.each([1, 2, 3])('has the value and the gradients that it has in JavaScript, seed %i', async (seed) => {
    expectSame(await runCase('wasm', op, seed), await runCase('cpu', op, seed));
  });

  test('leaves no tensors behind', async () => {
    expect((await runCase('wasm', op, 4)).leaked).toBe(0);
  });
});
