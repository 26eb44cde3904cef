import { describeExtractor } from '@cmg/core/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { textPlugin, vectorsExtractor } from '../src/index.js';

const root = await mkdtemp(join(tmpdir(), 'cmg-vectors-'));
afterAll(() => rm(root, { recursive: true }));
const write = async (name: string, content: string | Uint8Array) => {
  await writeFile(join(root, name), content);
  return join(root, name);
};
const GLOVE = 'dog 1 0 0.5\nat home -1 2 0\nParis 0 0 4\n';
const featuresOf = async (file: string, text: string, options: object = {}) => {
  const notes: string[] = [];
  const session = await vectorsExtractor.open(vectorsExtractor.options.parse({ file, ...options }));
  const data = await session.extract({ kind: 'text', text }, (note) => notes.push(note));
  return { shape: session.featureShape, data: [...data], notes };
};

describeExtractor(vectorsExtractor, { options: { file: await write('suite.txt', GLOVE) } });

describe('vectorsExtractor', () => {
  it('is an extractor of text, whose default ships with it', () => {
    expect(textPlugin.extractors?.map(({ name }) => name)).toEqual([
      'glove',
      'vectors',
      'words',
      'transformers',
      'minilm',
      'bert',
      'clip',
      'siglip',
      'clap',
    ]);
  });

  it.each([
    ['glove.txt', GLOVE],
    ['fasttext.vec', `3 3\n${GLOVE}`],
    ['packed.vec.gz', gzipSync(`3 3\n${GLOVE}`)],
    ['marked.txt', `\ufeff${GLOVE}`],
    ['plain.json', JSON.stringify({ dog: [1, 0, 0.5], 'at home': [-1, 2, 0], Paris: [0, 0, 4] })],
    ['wink.json', JSON.stringify({ dimensions: 3, words: ['dog', 'Paris'], vectors: { dog: [1, 0, 0.5, 7, 0], Paris: [0, 0, 4, 8, 1] } })],
  ])('reads %s', async (name, content) => {
    expect(await featuresOf(await write(name, content), 'Dog, Paris')).toEqual({ shape: [3], data: [1, 0, 0.5, 0, 0, 4], notes: [] });
  });

  it('reads as many words as it is told to, and describes the others by their spelling', async () => {
    const { shape, data, notes } = await featuresOf(await write('some.txt', GLOVE), 'dog paris', { words: 1 });
    expect([shape, data.slice(0, 3), data.length]).toEqual([[3], [1, 0, 0.5], 6]);
    expect(notes).toEqual(["the word 'paris' is unknown: it is described by its spelling"]);
  });

  it.each([
    ['short.txt', 'dog 1 2 3\ncat 1 x 3\n', /short\.txt:2: expected a word and 3 numbers[^]*binary files/],
    ['other.json', '{"dog": 5}', /other\.json, the word 'dog': expected a word and its numbers/],
    ['large.txt', 'dog 1 2 1e39\n', /large\.txt:1: expected a word and 3 numbers/],
    ['latin.txt', Buffer.from('caf\u00e9 1 2 3\n', 'latin1'), /latin\.txt: the word vectors cannot be read: .*encoded data was not valid/],
    ['latin.json', Buffer.from('{"caf\u00e9": [1]}', 'latin1'), /latin\.json:1: is not UTF-8 text/],
    ['not.json', 'dog', /not\.json: the word vectors cannot be read: /],
    [
      'endless.txt',
      `dog ${'1 '.repeat(2 ** 20)}`,
      /endless\.txt: the word vectors cannot be read: a line is longer than 1048576 characters/,
    ],
    ['empty.txt', '', /empty\.txt: contains no word vectors/],
  ])('says what is wrong in %s', async (name, content, message) => {
    await expect(featuresOf(await write(name, content), 'dog')).rejects.toThrow(message);
  });

  it('says that it needs a file, and that the file is missing', async () => {
    await expect(vectorsExtractor.open({ words: 1 })).rejects.toThrow("the extractor 'vectors' needs the option 'file'");
    await expect(featuresOf(join(root, 'none.txt'), 'dog')).rejects.toThrow(/none\.txt: is missing/);
  });
});
