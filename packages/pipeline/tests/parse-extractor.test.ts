import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadExtractors } from '../src/extraction/load-extractors.js';
import { parseExtractor } from '../src/extraction/parse-extractor.js';

describe('parseExtractor', () => {
  it.each([
    ['audio=log-mel', ['audio', { use: 'log-mel', options: {} }]],
    ['audio=vggish:weights=C:\\a=b.pth,lastRelu=false', ['audio', { use: 'vggish', options: { weights: 'C:\\a=b.pth', lastRelu: false } }]],
    ['video=letters:frames=4', ['video', { use: 'letters', options: { frames: 4 } }]],
    ['video=vgg19:weights=*.pth', ['video', { use: 'vgg19', options: { weights: '*.pth' } }]],
    [
      'video=vgg19:weights=run #3/a, b: [c].pth,frames=2',
      ['video', { use: 'vgg19', options: { weights: 'run #3/a, b: [c].pth', frames: 2 } }],
    ],
    ['imu=./a.mjs:shape=[1,2],rate=.5,name="7"', ['imu', { use: './a.mjs', options: { shape: [1, 2], rate: 0.5, name: '7' } }]],
    ['video=letters:background=#0080ff', ['video', { use: 'letters', options: { background: '#0080ff' } }]],
  ])('reads %s', (text, expected) => expect(parseExtractor(text)).toEqual(expected));

  it.each(['', 'log-mel', '=log-mel', 'audio=', 'audio=a:b', 'audio=a:=b'])('refuses %j', (text) => {
    expect(() => parseExtractor(text)).toThrow(expect.objectContaining({ kind: 'usage', where: '--extractor' }));
  });
});

describe('loadExtractors', () => {
  it('reads a file of names, or of names with options', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cmg-extractors-'));
    const load = async (text: string) => {
      await writeFile(join(folder, 'a.yaml'), text);
      return loadExtractors(join(folder, 'a.yaml'));
    };
    expect([...(await load('audio: log-mel\nvideo: {use: letters, frames: 2}'))]).toEqual([
      ['audio', { use: 'log-mel', options: {}, base: folder }],
      ['video', { use: 'letters', options: { frames: 2 }, base: folder }],
    ]);
    await expect(load('audio: {frames: 2}')).rejects.toMatchObject({ kind: 'usage', where: join(folder, 'a.yaml') });
    await expect(load('audio: [')).rejects.toThrow(/a\.yaml:1:\d+: /);
    await expect(load('audio: a\n---\nvideo: b\n')).rejects.toThrow('a.yaml:2:1: a second document begins here; a file holds one');
    await expect(loadExtractors(join(folder, 'missing.yaml'))).rejects.toMatchObject({ kind: 'usage' });
    await rm(folder, { recursive: true });
  });
});
