import { Random } from '@cmg/core';
import { RecordedRandom } from '../src/recorded-random.js';
import { RecordedRun } from '../src/index.js';
import { FIXTURES } from './support/folder.js';

describe('RecordedRandom', () => {
  it('gives each modality the permutation that the official code drew for it, in the order of its bounds', async () => {
    const random = RecordedRandom.of(await RecordedRun.read(FIXTURES, 'avt'));
    const drawn = (step: number, m: string) => [...random.fork('step', step).fork('club', m).permutation(4)];
    expect([drawn(0, 'video'), drawn(0, 'text'), drawn(0, 'audio')]).toEqual([
      [3, 0, 2, 1],
      [2, 1, 0, 3],
      [2, 3, 1, 0],
    ]);
    expect(drawn(2, 'audio')).toEqual([3, 1, 2, 0]);
    expect(random.fork('step', 2).fork('cross-cpc').integer(1, 9)).toBe(6);
  });

  it('gives seeded random numbers to all streams that were not recorded', async () => {
    const random = RecordedRandom.of(await RecordedRun.read(FIXTURES, 'av'));
    const plain = new Random(0);
    for (const labels of [
      ['step', 0, 'code-reset'],
      ['step', 3, 'cross-cpc'],
      ['step', 0, 'club', 'text'],
    ]) {
      expect(random.fork(...labels).uniform()).toBe(plain.fork(...labels).uniform());
      expect([...random.fork(...labels).permutation(9)]).toEqual([...plain.fork(...labels).permutation(9)]);
      expect(random.fork(...labels).integer(1, 99)).toBe(plain.fork(...labels).integer(1, 99));
    }
  });
});
