import '../../../tools/jest/threads-from-sources.mjs';
import {
  decodeNpy,
  encodeNpy,
  type FileArray,
  readNpz,
  readSafetensors,
  readTorch,
  type Safetensors,
  writeNpz,
  writeTorch,
} from '@cmg/formats';
import type { NdArray } from '@cmg/core';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/main.js';
import { CapturedTerminal } from './support/captured-terminal.js';

const fixture = (name: string) => fileURLToPath(new URL(`../../../fixtures/${name}`, import.meta.url));

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-official-'))));
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command in this process: 0 and its output, or its code and what it complained of. */
async function cmg(...args: string[]): Promise<{ code: number; printed: string; noted: string }> {
  const terminal = new CapturedTerminal();
  const code = await main(args, terminal);
  return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

const array = (tensors: Safetensors, name: string): NdArray => tensors.tensors.get(name) as NdArray;

/** The indices that the official code chose: the code that equals each quantised vector [B, T, D]. */
function officialIndices(recorded: Safetensors, modality: string): number[] {
  const { data: codes, shape } = array(recorded, 'init/encoder/Cross_quantizer.embedding');
  const { data: quantized } = array(recorded, `step0/quantized/${modality}`);
  const [size = 0, width = 0] = shape;
  return Array.from({ length: quantized.length / width }, (_, segment) => {
    const vector = quantized.subarray(segment * width, (segment + 1) * width);
    const equal = (code: number) => vector.every((value, d) => Math.abs(value - (codes[code * width + d] ?? NaN)) < 1e-12);
    const found = Array.from({ length: size }, (_unused, code) => code).filter(equal);
    expect(found).toHaveLength(1);
    return found[0] as number;
  });
}

describe.each([
  ['avt', 'avt.pt', ['audio', 'video', 'text'], 266],
  ['at', 'at-legacy.pt', ['audio', 'text'], 168],
])('the official checkpoint %s, saved by PyTorch as %s', (variant, file, modalities, tensors) => {
  let recorded: Safetensors;
  let run: string;
  beforeAll(async () => {
    recorded = await readSafetensors(fixture(`official/${variant}.safetensors`));
    run = join(folder, variant);
    const { code, printed } = await cmg('import-torch', fixture(`torch/${file}`), '--out', run, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({
      modalities,
      width: 16,
      codes: 24,
      unused: { optimizer: expect.stringContaining('optimiser') },
    });
  });

  it.each(modalities)('gives the codes of the official code for %s', async (modality) => {
    const input = array(recorded, `step0/input/${modality}`);
    const [features, codes] = [join(folder, `${modality}.npy`), join(folder, `${modality}-codes.npy`)];
    await writeFile(features, Buffer.concat(encodeNpy(input)));
    expect((await cmg('encode', '--run', run, '--modality', modality, '--in', features, '--out', codes)).printed).toBe(`${codes}: [4, 10]`);
    const { shape, data } = decodeNpy(await readFile(codes), codes);
    expect(shape).toEqual([4, 10]);
    expect([...data]).toEqual(officialIndices(recorded, modality));
  });

  it('goes back to what PyTorch saved, value by value', async () => {
    const out = join(folder, `${variant}-back.pt`);
    const { code, printed } = await cmg('export-torch', '--run', run, '--out', out);
    expect({ code, printed }).toEqual({ code: 0, printed: expect.stringContaining(`${tensors} tensors`) });
    const saved = (await readTorch(fixture(`torch/${file}`))) as Map<string, Map<string, FileArray>>;
    const back = (await readTorch(out)) as Map<string, Map<string, FileArray>>;
    expect([...back.keys()].sort()).toEqual([...saved.keys()].filter((key) => key !== 'optimizer').sort());
    expect([back.get('epoch'), back.get('total_step')]).toEqual([3, 120]);
    for (const [key, module] of back) {
      if (!(module instanceof Map)) continue;
      const originals = saved.get(key) as Map<string, FileArray>;
      expect([...module.keys()].sort()).toEqual([...originals.keys()].sort());
      for (const [name, { shape, data }] of module) {
        const original = originals.get(name) as FileArray;
        expect({ name, shape }).toEqual({ name, shape: original.shape });
        expect(data).toEqual(Float32Array.from(original.data as Float64Array));
      }
    }
  });
});

describe('cmg encode', () => {
  const clips = Float32Array.from({ length: 5 * 120 }, (_, i) => Math.sin(i));
  let run: string;
  let expected: number[];
  beforeAll(async () => {
    run = join(folder, 'avt');
    await writeFile(join(folder, 'clips.npy'), Buffer.concat(encodeNpy({ shape: [5, 10, 12], data: clips })));
    await encode('clips.npy', 'expected.npy');
    expected = [...decodeNpy(await readFile(join(folder, 'expected.npy')), '').data];
  });
  const encode = (from: string, to: string, ...more: string[]) =>
    cmg('encode', '--run', run, '--modality', 'audio', '--in', join(folder, from), '--out', join(folder, to), ...more);

  it('reads and writes .npz', async () => {
    await writeNpz(join(folder, 'clips.npz'), [
      ['a', { shape: [5, 10, 12], data: clips }],
      ['b', { shape: [1], data: clips.subarray(0, 1) }],
    ]);
    expect((await encode('clips.npz', 'codes.npz')).noted).toMatch(/clips\.npz: contains 2 arrays; specify which/);
    expect((await encode('clips.npz', 'codes.npz', '--key', 'a')).code).toBe(0);
    expect([...((await readNpz(join(folder, 'codes.npz'))).get('codes') as FileArray).data]).toEqual(expected);
    expect((await encode('clips.npz', 'vectors.npz', '--key', 'a', '--vectors')).code).toBe(0);
    expect((await readNpz(join(folder, 'vectors.npz'))).get('vectors')).toMatchObject({ dtype: 'float32', shape: [5, 10, 16] });
  });

  it('reads HDF5 a row at a time', async () => {
    await copyFile(fileURLToPath(new URL('fixtures/clips.h5', import.meta.url)), join(folder, 'clips.h5'));
    expect((await encode('clips.h5', 'from-h5.npy')).code).toBe(0);
    expect([...decodeNpy(await readFile(join(folder, 'from-h5.npy')), '').data]).toEqual(expected);
  });

  it('reads the files of a manifest in its order', async () => {
    const rows = [4, 2, 0];
    for (const row of rows) {
      await writeFile(
        join(folder, `${row}.npy`),
        Buffer.concat(encodeNpy({ shape: [10, 12], data: clips.slice(row * 120, (row + 1) * 120) })),
      );
    }
    await writeFile(join(folder, 'manifest.csv'), `id,audio\n${rows.map((row) => `clip${row},${row}.npy`).join('\n')}\n`);
    expect((await encode('manifest.csv', 'from-manifest.npy')).code).toBe(0);
    expect([...decodeNpy(await readFile(join(folder, 'from-manifest.npy')), '').data]).toEqual(
      rows.flatMap((row) => expected.slice(row * 10, row * 10 + 10)),
    );
    await writeFile(join(folder, '2.npy'), Buffer.concat(encodeNpy({ shape: [5, 12], data: clips.slice(0, 60) })));
    const { code, noted } = await encode('manifest.csv', 'without.npy');
    expect(code).toBe(3);
    expect(noted).toMatch(/left out 'clip2': .*manifest\.csv:3: audio has shape \[5, 12\], that of the first clip \[10, 12\]/);
    expect([...decodeNpy(await readFile(join(folder, 'without.npy')), '').data]).toEqual([
      ...expected.slice(40, 50),
      ...Array<number>(10).fill(-1),
      ...expected.slice(0, 10),
    ]);
  });

  it('says which shape and which files it wants', async () => {
    await writeFile(join(folder, 'wrong.npy'), Buffer.concat(encodeNpy({ shape: [1, 10, 3], data: new Float32Array(30) })));
    expect((await encode('wrong.npy', 'x.npy')).noted).toMatch(/have shape \[1, 10, 3\]; expected \[N, T, 12\]/);
    expect((await encode('wrong.wav', 'x.npy')).noted).toMatch(
      /wrong\.wav: features of audio have shape \[1, 10, 128\]; expected \[N, T, 12\]/,
    );
  });
});

describe('cmg import-torch', () => {
  it('names what is missing and leaves no run behind', async () => {
    const saved = (await readTorch(fixture('torch/avt.pt'))) as Map<string, Map<string, FileArray>>;
    saved.get('Encoder_parameters')?.delete('Audio_encoder.audio_linear.weight');
    saved.get('Decoder_parameters')?.set('Smell_decoder.weight', { dtype: 'float32', shape: [1], data: Float32Array.of(1) });
    const file = join(folder, 'broken.pt');
    await writeTorch(file, saved);
    const { code, noted } = await cmg('import-torch', file, '--out', join(folder, 'broken'));
    expect(code).toBe(1);
    expect(noted).toMatch(/encoder\/Audio_encoder\.audio_linear\.weight: is missing/);
    expect((await readdir(folder)).filter((name) => name.startsWith('broken'))).toEqual(['broken.pt']);
  });

  it('names what it does not know, and imports without the networks of objectives', async () => {
    const saved = (await readTorch(fixture('torch/at-legacy.pt'))) as Map<string, Map<string, FileArray>>;
    for (const key of ['CPC_parameters', 'Audio_mi_net_parameters', 'Text_mi_net_parameters']) saved.delete(key);
    saved.get('Decoder_parameters')?.set('Smell_decoder.weight', { dtype: 'float32', shape: [1], data: Float32Array.of(1) });
    const file = join(folder, 'stranger.pt');
    await writeTorch(file, saved);
    const { code, printed } = await cmg('import-torch', file, '--out', join(folder, 'stranger'));
    expect(code).toBe(0);
    expect(printed).toMatch(/Not used \(unknown\): decoder\/Smell_decoder\.weight/);
  });

  it('refuses other files, and folders that are there', async () => {
    const file = join(folder, 'other.pt');
    await writeTorch(file, new Map([['model', 1]]));
    expect((await cmg('import-torch', file, '--out', join(folder, 'new'))).noted).toMatch(
      /does not have any of the keys Encoder_parameters.*\n {2}It has model\./,
    );
    expect((await cmg('import-torch', fixture('torch/avt.pt'), '--out', folder)).noted).toMatch(/is there already/);
  });
});
