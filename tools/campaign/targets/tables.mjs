/** Tables and text. */
import { readText } from '@cmg/formats';
import { readManifest } from '@cmg/media';
import { vectorsExtractor } from '@cmg/modality-text';
import { damagedBytes, damagedJson } from '@cmg/test-support';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CSV = Buffer.from('id,split,label,onset,offset,audio,text\na,train,dog,0,1,a.wav,"a dog, barking"\nb,test,cat,,,b.wav,cat\n');
const ROW = { id: 'a', split: 'train', label: 'dog', onset: 0, offset: 1, audio: 'a.wav', text: 'a dog' };

const jsonLines = (random) =>
  random.uniform() < 0.5
    ? damagedBytes(Buffer.from(`${JSON.stringify(ROW)}\n${JSON.stringify({ ...ROW, id: 'b' })}\n`), random)
    : `${JSON.stringify(damagedJson(ROW, random))}\n${JSON.stringify(damagedJson(ROW, random))}\n`;

const manifest = (ending, make) => (folder) => {
  const file = join(folder, `clips${ending}`);
  return {
    make,
    read(text) {
      writeFileSync(file, text);
      return readManifest(file);
    },
  };
};

export const tables = {
  text: (folder) => {
    const file = join(folder, 'case.txt');
    const seeds = ['ein Wört, two\nlines \u4f60\u597d\n', '\ufeffmarked'].flatMap((text) => [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
    ]);
    return {
      make: (random) => damagedBytes(random.pick(seeds), random),
      read(bytes) {
        writeFileSync(file, bytes);
        return readText(file);
      },
    };
  },
  csv: manifest('.csv', (random) => damagedBytes(CSV, random)),
  jsonl: manifest('.jsonl', jsonLines),
  'word vectors': (folder) => {
    const rows = ['the 0.1 0.2 -3e-1', 'of 1 2 3', 'W\u00f6rt -1 0 1', 'x 0 0 0'];
    const seeds = [
      ['.txt', `${rows.join('\n')}\n`],
      ['.vec', `4 3\n${rows.join('\n')}\n`],
      ['.json', JSON.stringify(Object.fromEntries(rows.map((row) => [row.split(' ')[0], row.split(' ').slice(1).map(Number)])))],
    ];
    return {
      make(random) {
        const [ending, text] = random.pick(seeds);
        return [ending, damagedBytes(Buffer.from(text), random)];
      },
      async read([ending, bytes]) {
        const file = join(folder, `vectors${ending}`);
        writeFileSync(file, bytes);
        (await vectorsExtractor.open({ file, words: 100 })).dispose();
      },
    };
  },
};
