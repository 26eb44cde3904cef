import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { type FfmpegOptions, ffmpegOutput } from '../src/decode/ffmpeg-output.js';
import { collect } from './support/collect.js';
import { fakeFfmpeg } from './support/fake-ffmpeg.js';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();
const bytes = async (options: Partial<FfmpegOptions> = {}) =>
  Buffer.concat(await collect(ffmpegOutput('-odd name.mp4', { output: ['-f', 'x'], ...options }))).toString();

describe('ffmpegOutput', () => {
  beforeAll(() => void (process.env['CMG_FFMPEG'] = path('ffmpeg')));
  afterAll(() => {
    delete process.env['CMG_FFMPEG'];
  });

  it('gives what the program writes, and lets it open files alone', async () => {
    await fakeFfmpeg(path('ffmpeg'), "process.stdout.write(args.join(' '))");
    expect(await bytes()).toBe('-nostdin -hide_banner -nostats -v level+info -protocol_whitelist file -i file:-odd name.mp4 -f x pipe:1');
  });

  it('gives a stream to it, and lets it open nothing else; a device as it is named', async () => {
    await fakeFfmpeg(path('ffmpeg'), "process.stdin.on('data', (heard) => process.stdout.write(`${args.join(' ')} < ${heard}`))");
    const stream = { kind: 'stream', bytes: Readable.from([Buffer.from('sound')]) } as const;
    const quick = '-analyzeduration 500000';
    expect(Buffer.concat(await collect(ffmpegOutput(stream, { output: ['-f', 'x'] }))).toString()).toBe(
      `-nostdin -hide_banner -nostats -v level+info ${quick} -protocol_whitelist pipe -i pipe:0 -f x pipe:1 < sound`,
    );
    await fakeFfmpeg(path('ffmpeg'), "process.stdout.write(args.join(' '))");
    const device = { kind: 'device', format: 'alsa', name: 'hw:0' } as const;
    expect(Buffer.concat(await collect(ffmpegOutput(device, { output: [] }))).toString()).toMatch(
      / -analyzeduration 500000 -f alsa -i hw:0 pipe:1$/,
    );
  });

  it('says what it could not read where it ends before its input does', async () => {
    await fakeFfmpeg(path('ffmpeg'), "console.error('no sound'); process.exit(1)");
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65536);
      })(),
    );
    await expect(collect(ffmpegOutput({ kind: 'stream', bytes: endless }, { output: [] }))).rejects.toThrow(
      'the stream: ffmpeg cannot read it: no sound',
    );
    endless.destroy();
  });

  it('says the last of its complaints where it fails', async () => {
    await fakeFfmpeg(path('ffmpeg'), "console.error('[error] first\\nInvalid data'); process.exitCode = 1");
    await expect(bytes()).rejects.toMatchObject({ kind: 'failure', message: '-odd name.mp4: ffmpeg cannot read it: Invalid data' });
  });

  it('says what a file has no stream of', async () => {
    await fakeFfmpeg(path('ffmpeg'), 'console.error("[fatal] Stream map \'0:a:0\' matches no streams."); process.exitCode = 1');
    await expect(bytes()).rejects.toMatchObject({ kind: 'failure', message: '-odd name.mp4: contains no sound' });
  });

  it('hands on what it said, and how much it gave, once it has ended', async () => {
    await fakeFfmpeg(path('ffmpeg'), "console.error('[h264 @ 0x55d0] [error] broken'); process.stdout.write('12345')");
    const ends: unknown[] = [];
    await bytes({ onEnd: ({ complaints }, size) => ends.push(complaints, size) });
    expect(ends).toEqual([['h264: broken'], 5]);
  });

  it('says how to install it where it is missing', async () => {
    process.env['CMG_FFMPEG'] = path('nothing');
    await expect(bytes()).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/ENOENT[^]*apt install ffmpeg[^]*CMG_FFMPEG/),
    });
    process.env['CMG_FFMPEG'] = path('ffmpeg');
  });

  const endless = `import('node:fs').then((fs) => fs.writeFileSync(${JSON.stringify(path('pid'))}, String(process.pid))); setInterval(() => process.stdout.write('x'.repeat(1000)), 1)`;
  const isAlive = async () => {
    try {
      return process.kill(Number(await readFile(path('pid'), 'utf8')), 0);
    } catch {
      return false;
    }
  };
  const untilDead = async () => {
    while (await isAlive()) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('kills it when it is told to stop', async () => {
    await fakeFfmpeg(path('ffmpeg'), endless);
    const controller = new AbortController();
    const output = ffmpegOutput('a', { output: [], signal: controller.signal });
    expect((await output.next()).done).toBe(false);
    controller.abort(new Error('stopped'));
    await expect(collect(output)).rejects.toThrow('stopped');
    await untilDead();
    await expect(bytes({ signal: controller.signal })).rejects.toThrow('stopped');
  });

  it('kills it when nobody reads on', async () => {
    await fakeFfmpeg(path('ffmpeg'), endless);
    const output = ffmpegOutput('a', { output: [] });
    expect((await output.next()).done).toBe(false);
    await output.return(undefined);
    await untilDead();
  });
});
