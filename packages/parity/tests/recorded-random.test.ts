import { RecordedRandom } from '../src/recorded-random.js';
import { RecordedRun } from '../src/index.js';
import { FIXTURES } from './support/folder.js';

describe('RecordedRandom', () => {
  it('gives each modality the permutation that the official code drew for it, in the order of its bounds', async () => {
    const random = RecordedRandom.of(await RecordedRun.read(FIXTURES, 'avt'));
    const drawn = (step: number, m: string) => [...random.fork('step', step).fork('club', m).permutation(4)];
    expect([drawn(0, 'video'), drawn(0, 'text'), drawn(0, 'audio')]).toEqual([[3, 0, 2, 1], [2, 1, 0, 3], [2, 3, 1, 0]]);
    expect(drawn(2, 'audio')).toEqual([3, 1, 2, 0]);
    expect(random.fork('step', 2).fork('cross-cpc').integer(1, 9)).toBe(6);
  });

  it('refuses all that was not recorded', async () => {
    const random = RecordedRandom.of(await RecordedRun.read(FIXTURES, 'av'));
    expect(() => random.fork('step', 0).fork('club', 'text').permutation(4)).toThrow('step/0/club/text: the run drew a permutation of 4');
    expect(() => random.fork('step', 0).fork('code-reset').uniform()).toThrow('step/0/code-reset: the run drew a number');
    expect(() => random.fork('step', 3).fork('cross-cpc').integer(1, 9)).toThrow('number from 1 to 8');
    expect(() => random.fork('step', 0, 'dropout').dropoutMask(8, 0.1)).toThrow('dropout mask');
  });
});
