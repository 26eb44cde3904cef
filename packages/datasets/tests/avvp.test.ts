import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { avvpReader } from '../src/index.js';
import { describeDatasetReader } from '@cmg/core/testing';
import { fixture, withCopy } from './support/fixtures.js';

await describeDatasetReader(avvpReader, { options: { root: fixture('avvp') } });

const open = (root: string) => avvpReader.open(avvpReader.options.parse({ root }), { cacheDir: root });
const [SPEECH, DOG, VIOLIN] = [0, 3, 13];

describe('avvpReader', () => {
  it('has a split per modality, which has that modality alone', async () => {
    const dataset = await open(fixture('avvp'));
    expect(dataset.splits).toEqual({ 'eval-audio': 3, 'eval-visual': 2 });
    expect(dataset.splitModalities).toEqual({ 'eval-audio': ['audio'], 'eval-visual': ['video'] });
    expect(dataset.classes).toHaveLength(25);
    await expect(dataset.read('eval-audio', 'video', [0])).rejects.toThrow(/has no modality 'video' in split 'eval-audio'/);
    await dataset.close();
  });

  // IgN7v8nWmx8: speech in 0-1 and 5-9, violin in 0-5, 6-8 and 9-10.
  it('reads events that overlap and come again', async () => {
    const dataset = await open(fixture('avvp'));
    const { clipClasses, segmentClasses, events } = await dataset.labels('eval-audio');
    const marks = (clip: number, label: number) => Array.from({ length: 10 }, (_, t) => events!['audio']![(clip * 10 + t) * 25 + label]);
    expect(marks(0, SPEECH)).toEqual([1, 0, 0, 0, 0, 1, 1, 1, 1, 0]);
    expect(marks(0, VIOLIN)).toEqual([1, 1, 1, 1, 1, 0, 1, 1, 0, 1]);
    expect([...segmentClasses['audio']!.subarray(0, 10)]).toEqual([0, 13, 13, 13, 13, 0, 0, 0, 0, 13]);
    expect([...segmentClasses['audio']!.subarray(10, 20)]).toEqual([-1, -1, DOG, DOG, DOG, DOG, DOG, -1, -1, -1]);
    expect([...clipClasses]).toEqual([SPEECH, DOG, 24]);
    await dataset.close();
  });

  it.each([
    ['IgN7v8nWmx8_30_40\t0,5\t1\tSpeech,Speech', ':2: has 2 onsets, 1 offsets and 2 labels; expected the same number of each'],
    ['IgN7v8nWmx8_30_40\t5\t11\tSpeech', ":2: 'Speech' lasts from 5 to 11; expected whole segments, 0 <= onset < offset <= 10"],
    ['IgN7v8nWmx8_30_40\t5\t5\tSpeech', ":2: 'Speech' lasts from 5 to 5"],
    ['IgN7v8nWmx8_30_40\t0.5\t5\tSpeech', ":2: 'Speech' lasts from 0.5 to 5"],
    ['IgN7v8nWmx8_30_40\t0\t5\tSpeach', ":2: unknown class 'Speach'"],
    ['short\t0\t5\tSpeech', ":2: filename 'short' does not start with an id of 11 characters"],
  ])('names the row of what is wrong: %j', (row, message) =>
    withCopy('avvp', async (root) => {
      await writeFile(join(root, 'data/AVVP_eval_audio_checked_combined.csv'), `filename\tonset\toffset\tevent_labels\n${row}\n`);
      await expect(open(root)).rejects.toThrow(message);
    }),
  );
});
