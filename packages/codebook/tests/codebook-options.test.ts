import { codebookOptions, headsMistake } from '../src/index.js';

describe('headsMistake', () => {
  const mistake = (options: object, width: number) => headsMistake(codebookOptions.parse(options), width);

  it('says which heads cannot be', () => {
    expect(mistake({ heads: 3 }, 256)).toBe('3 heads cannot share a width of 256 equally');
    expect(mistake({ size: 400, heads: 2 }, 256)).toBe(
      '2 heads on 400 codes make 160000 combinations, at most 16384 can be told apart: lower size or heads',
    );
  });

  it('takes any width and size for one head, and 128 codes for two', () => {
    expect(mistake({ size: 100_000 }, 7)).toBeUndefined();
    expect(mistake({ heads: 2 }, 256)).toBeUndefined();
  });
});
