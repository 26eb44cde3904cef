import { Random, RowsRandom } from '../src/index.js';

const parts = (draw: (random: Random) => Iterable<number>) =>
  [0, 1, 2].flatMap((part) => [...draw(new RowsRandom(new Random(5), part, 3).fork('layer', 1))]);

test('parts of a batch are drawn as the whole batch is', () => {
  const whole = () => new Random(5).fork('layer', 1);
  expect(parts((random) => random.dropoutMask(40, 0.3))).toEqual([...whole().dropoutMask(120, 0.3)]);
  expect(parts((random) => random.uniforms(4, -1, 1))).toEqual([...whole().uniforms(12, -1, 1)]);
});

test('single numbers are the same for all parts', () => {
  const draw = (random: Random) => [random.uint32(), random.normal(), random.integer(0, 100), ...random.permutation(5)];
  const whole = draw(new Random(5).fork('layer', 1));
  expect(parts(draw)).toEqual([...whole, ...whole, ...whole]);
});
