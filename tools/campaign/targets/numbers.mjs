/** Arrays and archives that other programs write. */
import { ArrayFiles } from '@cmg/datasets';
import { decodeNpy, decodePickle, decodeSafetensors, encodeSafetensors, readNpz, readTorch, withNpyRows, ZipArchive } from '@cmg/formats';
import { damagedBytes, damagedJson } from '@cmg/test-support';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixture, fixtures } from './fixture.mjs';
import { pickleProgram } from './pickle-program.mjs';

/** Damages one of some files, and reads it from a file of that ending. */
const files = (seeds, ending, read) => (folder) => {
  const all = seeds();
  const file = join(folder, `case${ending}`);
  return {
    make: (random) => damagedBytes(random.pick(all), random),
    read(bytes) {
      writeFileSync(file, bytes);
      return read(file, bytes);
    },
  };
};

function safetensors() {
  const tensors = new Map([
    ['a', { shape: [3, 4], data: new Float32Array(12) }],
    ['b', { shape: [0], data: new Float64Array(0) }],
    ['__proto__', { shape: [6], data: new Int32Array(6) }],
  ]);
  const whole = Buffer.concat(encodeSafetensors(tensors, { about: 'x' }));
  const length = Number(whole.readBigUInt64LE(0));
  const header = JSON.parse(whole.toString('utf8', 8, 8 + length));
  return {
    make(random) {
      if (random.uniform() < 0.4) return damagedBytes(whole, random);
      const json = Buffer.from(JSON.stringify(damagedJson(header, random)));
      const head = Buffer.alloc(8);
      head.writeBigUInt64LE(BigInt(json.length));
      return Buffer.concat([head, json, whole.subarray(8 + length)]);
    },
    read: (bytes) => decodeSafetensors(bytes, 'case.safetensors'),
  };
}

/** Every entry is read, and one that is refused does not end the others. */
async function readZip(file) {
  const archive = await ZipArchive.open(file);
  try {
    for (const name of archive.names) await archive.read(name);
  } finally {
    archive.close();
  }
}

function hdf5(folder) {
  const seeds = [fixture('datasets', 'ave/val_order.h5'), fixture('cli', 'clips.h5'), ...fixtures('datasets', 'hdf5', '.h5')];
  const whole = join(folder, 'whole.h5');
  writeFileSync(whole, fixture('datasets', 'ave/val_order.h5'));
  const files = new ArrayFiles();
  const names = [undefined, 'order', 'half', 'packed', 'link', 'virtual'];
  let n = 0;
  return {
    make: (random) => ({ name: random.pick(names), bytes: damagedBytes(random.pick(seeds), random) }),
    async read({ name, bytes }) {
      const file = join(folder, `${n++ % 20}.h5`);
      writeFileSync(file, bytes);
      const outcome = await settled(files.read({ file, ...(name !== undefined && { name }) }));
      // What a damaged file leaves in the library keeps no whole one from being read.
      const { data } = await files.read({ file: whole, name: 'order' });
      if (data.join() !== '2,7') throw new Error(`a whole file reads as ${data.join()} after a damaged one`);
      return outcome();
    },
    close: () => files.close(),
  };
}

/** How a reading ended, to be told later: the value, or what it threw. */
async function settled(reading) {
  const [outcome] = await Promise.allSettled([reading]);
  return () => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
}

/** Of one of several reads of a case. */
function ofOne(error) {
  if (error?.name !== 'CmgError') throw error;
}

export const numbers = {
  pickle: () => {
    const seeds = fixtures('formats', 'pickle', '.pkl');
    return { make: (random) => damagedBytes(random.pick(seeds), random), read: (bytes) => decodePickle(bytes, { where: 'case.pkl' }) };
  },
  'pickle program': () => ({ make: pickleProgram, read: (bytes) => decodePickle(bytes, { where: 'case.pkl' }) }),
  torch: files(() => fixtures('formats', 'torch', '.pt'), '.pt', readTorch),
  npy: files(
    () => fixtures('formats', 'npy', '.npy'),
    '.npy',
    async (file, bytes) => {
      await withNpyRows(file, (rows) => rows.all()).catch(ofOne);
      return decodeNpy(bytes, file);
    },
  ),
  npz: files(() => fixtures('formats', 'npy', '.npz'), '.npz', readNpz),
  zip: files(() => fixtures('formats', 'zip', '.zip'), '.zip', readZip),
  safetensors,
  hdf5,
};
