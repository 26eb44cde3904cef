import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeSafetensors } from '@cmg/formats';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../src/index.js';
import { fakeConfig, fakeRun, withFolder } from './support/fake-run.js';

const checkpoint = (data = [1, 2, 3]): Checkpoint => ({
  info: {
    step: 7,
    epoch: 1,
    config: fakeConfig(),
    data: { segments: 3, featureShapes: { sound: [5] }, clips: 12, fingerprint: 'f' },
    versions: { trainer: '1' },
  },
  tensors: new Map([['parameters/a/b', { shape: [3], data: Float32Array.from(data) }]]),
});

describe('writeCheckpoint', () => {
  it('is read back by readCheckpoint as it was', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'c.safetensors');
      await writeCheckpoint(file, checkpoint());
      const { info, tensors } = await readCheckpoint(file);
      expect(info).toEqual(checkpoint().info);
      expect([...tensors]).toEqual([...checkpoint().tensors]);
    }));

  it.each([NaN, Infinity])('refuses %s and leaves the last file alone', (bad) =>
    withFolder(async (folder) => {
      const file = join(folder, 'c.safetensors');
      await writeCheckpoint(file, checkpoint());
      const before = await readFile(file);
      await expect(writeCheckpoint(file, checkpoint([1, bad, 3]))).rejects.toThrow("'parameters/a/b' contains a value that is not finite");
      expect(await readFile(file)).toEqual(before);
    }),
  );

  it('says which file cannot be written, and leaves nothing behind', () =>
    withFolder(async (folder) => {
      await mkdir(join(folder, 'c.safetensors', 'full'), { recursive: true });
      await expect(writeCheckpoint(join(folder, 'c.safetensors'), checkpoint())).rejects.toThrow(/c\.safetensors: cannot be written/);
      expect(await readdir(folder)).toEqual(['c.safetensors']);
    }));
});

describe('readCheckpoint', () => {
  it('notices each flipped byte of the data and each shortened file', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'c.safetensors');
      await writeCheckpoint(file, checkpoint());
      const good = await readFile(file);
      for (let i = 1; i <= 12; i++) {
        const bad = Buffer.from(good);
        bad[good.length - i] = (bad[good.length - i] as number) ^ 1;
        await writeFile(file, bad);
        await expect(readCheckpoint(file)).rejects.toThrow('its checksum does not fit');
      }
      for (const length of [0, 5, 50, good.length - 12, good.length - 1]) {
        await writeFile(file, good);
        await truncate(file, length);
        await expect(readCheckpoint(file)).rejects.toThrow(/c\.safetensors/);
      }
    }));

  it('notices a changed info', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'c.safetensors');
      await writeCheckpoint(file, checkpoint());
      await writeFile(file, (await readFile(file, 'latin1')).replace('\\"step\\":7', '\\"step\\":8'), 'latin1');
      await expect(readCheckpoint(file)).rejects.toThrow('its checksum does not fit');
    }));

  it('tells other safetensors files and newer formats from checkpoints', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'c.safetensors');
      await writeFile(file, Buffer.concat(encodeSafetensors([])));
      await expect(readCheckpoint(file)).rejects.toThrow('no checkpoint');
      await writeFile(file, Buffer.concat(encodeSafetensors([], { format: '2', info: '{}', checksum: '' })));
      await expect(readCheckpoint(file)).rejects.toThrow('has format 2; this version reads format 1');
    }));
});

describe('a run whose checkpoint is damaged', () => {
  it('is not resumed, and nothing is written over', () =>
    withFolder(async (folder) => {
      await fakeRun(folder);
      const file = join(folder, 'checkpoint.safetensors');
      await truncate(file, 5000);
      const [bytes, lines] = [await readFile(file), await readFile(join(folder, 'metrics.jsonl'))];
      await expect(fakeRun(folder, { resume: true })).rejects.toThrow(/truncated|damaged/);
      expect(await readFile(file)).toEqual(bytes);
      expect(await readFile(join(folder, 'metrics.jsonl'))).toEqual(lines);
    }));
});

describe('a run folder that cannot be written', () => {
  it('is a clear error before the first step', () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, 'file'), '');
      await expect(fakeRun(join(folder, 'file', 'run'))).rejects.toThrow('the folder cannot be made');
    }));
});
