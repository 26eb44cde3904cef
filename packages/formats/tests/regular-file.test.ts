import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectFile, readBytes, readText, RegularFile } from '../src/index.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'cmg-file-'))));
afterAll(() => rm(folder, { recursive: true }));

const GIB = 2 ** 30;

it('refuses at once what is no file, and says what it is', async () => {
  const at = (name: string) => join(folder, name);
  execFileSync('mkfifo', [at('pipe')]);
  await symlink('/dev/zero', at('zero'));
  await symlink('nowhere', at('dangling'));
  await symlink('loop', at('loop'));
  const server = createServer();
  await new Promise<void>((listening) => server.listen(at('socket'), listening));
  try {
    await expect(readText(at('pipe'))).rejects.toThrow(`${at('pipe')}: is a pipe, not a file`);
    await expect(readText(at('zero'))).rejects.toThrow('is a device, not a file');
    await expect(expectFile('/dev/random')).rejects.toThrow('/dev/random: is a device, not a file');
    await expect(readBytes(at('socket'))).rejects.toThrow('is a socket, not a file');
    await expect(readBytes(folder)).rejects.toThrow('is a folder, not a file');
    await expect(readText(at('dangling'))).rejects.toThrow(/dangling: is missing$/);
    await expect(readText(at('loop'))).rejects.toThrow('cannot be read: ELOOP');
  } finally {
    server.close();
  }
});

it('reads the whole of a file, and no more than was allowed', async () => {
  const file = join(folder, 'text');
  await writeFile(file, 'häuser');
  expect(await readText(file)).toBe('häuser');
  expect(await readBytes(file, 7)).toEqual(Uint8Array.from(Buffer.from('häuser')));
  await expect(readBytes(file, 6)).rejects.toThrow(`${file}: has 7 bytes; the limit is 6`);
});

it('reads ranges of a file beyond 4 GiB, and says where one ends', async () => {
  const path = join(folder, 'sparse');
  const handle = await open(path, 'w');
  await handle.truncate(5 * GIB);
  await handle.write(Buffer.from('far'), 0, 3, 4.5 * GIB);
  await handle.close();
  await RegularFile.with(path, async (file) => {
    expect(file.size).toBe(5 * GIB);
    expect(Buffer.from(await file.read(4.5 * GIB, 4.5 * GIB + 4)).toString()).toBe('far\0');
    await expect(file.read(5 * GIB - 1, 5 * GIB + 1)).rejects.toThrow(
      `${path}: is truncated: it ends at byte ${5 * GIB}, byte ${5 * GIB + 1} is needed`,
    );
    const parts: number[] = [];
    for await (const part of file.stream(5 * GIB - 300_000)) parts.push(part.length);
    expect(parts).toEqual([262_144, 37_856]);
  });
});
