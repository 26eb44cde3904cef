import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TensorBoardFile } from '../src/index.js';
import { maskedCrc32c } from '../src/metrics/crc32c.js';
import { withFolder } from './support/fake-run.js';
import { record, start } from './support/record.js';

/** The records of an event file, each checked against its checksums. */
function recordsOf(bytes: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at));
    expect(bytes.readUInt32LE(at + 8)).toBe(maskedCrc32c(bytes.subarray(at, at + 8)));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(bytes.readUInt32LE(at + 12 + length)).toBe(maskedCrc32c(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

describe('TensorBoardFile', () => {
  it('writes a version, then one event for each record', () =>
    withFolder(async (folder) => {
      const file = new TensorBoardFile(folder, () => 1234567890.5);
      await file.onStart(start());
      await file.onRecord(record(10));
      await file.onRecord(record(20));
      const [name, ...others] = await readdir(folder);
      expect(others).toEqual([]);
      expect(name).toMatch(/^events\.out\.tfevents\.1234567890\.\d+\.cmg$/);
      const records = recordsOf(await readFile(join(folder, name as string)));
      expect(records.length).toBe(3);
      expect(records[1]?.toString('latin1')).toContain('loss/reconstruction/sound');
      expect(records[1]?.toString('latin1')).toContain('codes-in-use/all');
      expect(records[2]?.readDoubleLE(1)).toBe(1234567890.5);
    }));

  it('tells TensorBoard where a resumed run starts', () =>
    withFolder(async (folder) => {
      await new TensorBoardFile(folder, () => 1).onStart(start(4));
      const [name] = await readdir(folder);
      const records = recordsOf(await readFile(join(folder, name as string)));
      expect(records[1]?.subarray(9).toString('hex')).toBe('10053a020801');
    }));
});
