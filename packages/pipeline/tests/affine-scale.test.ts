import { affineScale } from '../src/web/affine-scale.js';

const numbers = (map: ReturnType<typeof affineScale>) => Object.fromEntries([...(map ?? [])].map(([name, { data }]) => [name, [...data]]));

it('finds the numbers of a scaling that is known as a function alone', () => {
  const scale = affineScale((features) => features.map((value, i) => (value - [-40, 3][i % 2]!) * [0.125, 2][i % 2]!), 2);
  expect(numbers(scale)).toEqual({ 'scale/shift': [-40, 3], 'scale/factor': [0.125, 2] });
});

it('has none where nothing is scaled, or each value goes its own way', () => {
  expect(affineScale((features) => features, 3)).toEqual(new Map());
  expect(affineScale((features) => features.map(Math.tanh), 3)).toBeUndefined();
  expect(affineScale((features) => features.map((value, i) => value * features[i ^ 1]!), 2)).toBeUndefined();
});
