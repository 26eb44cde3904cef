import { respell } from '../src/old-spellings.js';

describe('respell', () => {
  it.each([
    ['search --index clips --text seven --in audio,text', 'search --index clips --text seven --among audio,text', '--among'],
    ['search --index clips --like audio:a --in=video', 'search --index clips --like audio:a --among=video', '--among'],
    ['extract --manifest a.csv --out f --config e.yaml', 'extract --manifest a.csv --out f --extractors e.yaml', '--extractors'],
    [
      'index --index clips --run r --modality audio --split test',
      'index add --index clips --run r --modality audio --split test',
      'cmg index add',
    ],
    ['index --index clips --remove a,b', 'index remove --index clips --ids a,b', 'cmg index remove` with --ids'],
    ['index --index clips --json', 'index show --index clips --json', 'cmg index show'],
  ])('%s', (old, today, noted) => {
    const { argv, note } = respell(old.split(' '));
    expect(argv.join(' ')).toBe(today);
    expect(note).toContain(noted);
  });

  it.each(['search --index clips --modality imu --in walk.npy', 'index add --index clips', 'index --help', 'pretrain --config a.yaml', ''])(
    'leaves %j as it is',
    (text) => {
      const argv = text.split(' ');
      expect(respell(argv)).toEqual({ argv });
    },
  );
});
