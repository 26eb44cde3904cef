import { parseYaml } from '../src/index.js';

describe('parseYaml', () => {
  it('takes over what merge keys name: own keys first, then earlier maps before later ones', () => {
    const text = `small: &small {layers: 1, heads: 2}
text: {<<: *small, use: text}
audio:
  <<: [{heads: 4, width: 8}, *small]
  width: 3
quoted: {'<<': 1}
`;
    expect(parseYaml(text, 'a.yaml')).toEqual({
      small: { layers: 1, heads: 2 },
      text: { use: 'text', layers: 1, heads: 2 },
      audio: { width: 3, heads: 4, layers: 1 },
      quoted: { '<<': 1 },
    });
  });

  it('names every mistake by its place', () => {
    expect(() => parseYaml('a: *b\nc: {<<: 3}\n', 'a.yaml')).toThrow(
      'a.yaml:1:1: the alias *b refers to nothing: no value before it is &b\na.yaml:2:5: << takes a map, or a list of maps',
    );
  });
});
