import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmgError, Registry } from '@cmg/core';
import { configFromText, loadConfig } from '../src/index.js';
import { fakeComponents } from './support/components.js';

const good = `name: run
data: digits
modalities: [audio, video]
objectives:
  - reconstruction
`;

async function failure(promise: Promise<unknown>): Promise<CmgError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(CmgError);
  return error as CmgError;
}

describe('configFromText', () => {
  it('reads a good config', async () => {
    expect((await configFromText(good, 'c.yaml', fakeComponents())).config.name).toBe('run');
  });

  it('names file, line and column of every mistake', async () => {
    const text = `${good}  - {use: club, steps: many}\nwidht: 3\n`;
    const error = await failure(configFromText(text, 'c.yaml', fakeComponents()));
    expect(error.kind).toBe('usage');
    expect(error.message.split('\n')).toEqual([
      expect.stringMatching(/^c\.yaml:6:17: objectives\[1\]\.steps: .*expected number/),
      expect.stringMatching(/^c\.yaml:7:1: widht: unknown option/),
    ]);
  });

  it('places a missing key at the start of what lacks it', async () => {
    const error = await failure(configFromText('name: x\ndata: digits\nobjectives: [club]\n', 'c.yaml', fakeComponents()));
    expect(error.message).toMatch(/^c\.yaml:1:1: modalities: /);
  });

  it('says what to install for a component whose package is missing, and takes no other package for it', async () => {
    const components = {
      ...fakeComponents(),
      modalities: new Registry('modality', [...fakeComponents().modalities], new Map([['zod', '@cmg/modality-zod']])),
    };
    const text = good.replace('audio, video', 'audio, {use: zod, layers: 2}');
    const error = await failure(configFromText(text, join(import.meta.dirname, 'c.yaml'), components));
    expect(error.message.replace(/^.*\//, '')).toBe(
      "c.yaml:3:22: modalities[1].use: unknown modality 'zod'\n  Its package is not installed. Add it with: npm install @cmg/modality-zod",
    );
  });

  it('reports broken YAML', async () => {
    const error = await failure(configFromText('name: [a\ndata: b: c\n', 'c.yaml', fakeComponents()));
    expect(error.message).toMatch(/^c\.yaml:\d+:\d+: /);
  });
});

describe('loadConfig', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-config-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads the run to start from as a path beside the file, or in the current folder if it is an argument', async () => {
    const file = join(folder, 'init.yaml');
    await writeFile(file, 'name: a\ndata: digits\nmodalities: [audio]\nobjectives: [reconstruction]\ninit: {run: runs/old}\n');
    expect((await loadConfig(file, fakeComponents())).config.init).toEqual({ run: join(folder, 'runs/old') });
    const { config } = await loadConfig(file, fakeComponents(), { set: ['init.run=other'] });
    expect(config.init).toEqual({ run: join(process.cwd(), 'other') });
  });

  it('says which file cannot be read', async () => {
    const error = await failure(loadConfig(join(folder, 'none.yaml'), fakeComponents()));
    expect(error.message).toContain('none.yaml: is missing');
  });
});
