import { spawnSync } from 'node:child_process';
import { readFile, rename, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { decodeVideo } from '../src/decode/decode-video.js';
import { collect } from './support/collect.js';
import { HAS_FFMPEG } from '@cmg/test-support';
import { temporaryFolder } from './support/temporary-folder.js';

const path = await temporaryFolder();
const decode = (name: string, framesPerSegment: number, background?: string) =>
  collect(decodeVideo(path(name), { kind: 'video', height: 4, width: 6, framesPerSegment, ...(background && { background }) }).segments);

describe('decodeVideo', () => {
  it('takes a picture as one frame, exactly where it has the size', async () => {
    const pixels = Uint8Array.from({ length: 4 * 6 * 3 }, (_, i) => (i * 37) % 256);
    await sharp(pixels, { raw: { width: 6, height: 4, channels: 3 } })
      .png()
      .toFile(path('a.png'));
    const [frames, ...more] = await decode('a.png', 5);
    expect(more).toEqual([]);
    expect(frames!.shape).toEqual([1, 4, 6, 3]);
    expect([...frames!.data]).toEqual([...pixels]);
  });

  it('makes RGB of grey and of transparent pictures, at any size', async () => {
    await sharp(new Uint8Array(100).fill(200), { raw: { width: 10, height: 10, channels: 1 } })
      .png()
      .toFile(path('grey.png'));
    expect(new Set((await decode('grey.png', 1))[0]!.data)).toEqual(new Set([200]));
  });

  it('puts transparent pictures on white, or on the background asked for', async () => {
    await sharp({ create: { width: 9, height: 5, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toFile(path('clear.png'));
    const [frames] = await decode('clear.png', 1);
    expect(frames!.shape).toEqual([1, 4, 6, 3]);
    expect(new Set(frames!.data)).toEqual(new Set([255]));
    expect(new Set((await decode('clear.png', 1, 'black'))[0]!.data)).toEqual(new Set([0]));
    expect([...(await decode('clear.png', 1, '#0080FF'))[0]!.data.subarray(0, 6)]).toEqual([0, 128, 255, 0, 128, 255]);
    await expect(decode('clear.png', 1, 'whitish')).rejects.toThrow(
      "'whitish' is not a background; expected white, grey, black or #rrggbb",
    );
  });

  it('names a picture that cannot be read', async () => {
    await writeFile(path('broken.jpg'), 'no picture');
    await expect(decode('broken.jpg', 1)).rejects.toThrow(`${path('broken.jpg')}: cannot be read as a picture`);
  });

  it.each([
    ['svg.png', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'],
    ['xml.svg', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['list.mp4', '#EXTM3U\n#EXTINF:5,\n/etc/hostname\n'],
    ['list.ffconcat', "ffconcat version 1.0\nfile 'a.png'\n"],
  ])('refuses the drawing or list %s, whatever its name says', async (name, content) => {
    await writeFile(path(name), content);
    await expect(decode(name, 1)).rejects.toThrow(`${path(name)}: is a drawing or a list of other files`);
  });

  it('knows a picture by its content', async () => {
    await sharp({ create: { width: 6, height: 4, channels: 3, background: 'blue' } })
      .png()
      .toFile(path('picture.png'));
    await rename(path('picture.png'), path('picture.mp4'));
    expect((await decode('picture.mp4', 1)).map(({ shape }) => shape)).toEqual([[1, 4, 6, 3]]);
  });

  (HAS_FFMPEG ? describe : describe.skip)('with ffmpeg', () => {
    const make = (name: string, seconds: number) =>
      // Brightness rises by 50 a second.
      spawnSync('ffmpeg', [
        '-v',
        'error',
        '-y',
        '-f',
        'lavfi',
        '-i',
        `color=black:s=32x16:r=20:d=${seconds},geq=lum='50*T':cb=128:cr=128`,
        '-c:v',
        'ffv1',
        path(name),
      ]);

    it('samples frames evenly from each second', async () => {
      make('rise.mkv', 3);
      const one = await decode('rise.mkv', 1);
      expect(one.map(({ shape }) => shape[0])).toEqual([1, 1, 1]);
      // Frames of the middle of each second, in video levels (16 to 235 for 0 to 255).
      const levels = one.map(({ data }) => data[0]! * (219 / 255) + 16);
      [25, 75, 125].forEach((level, i) => expect(Math.abs(levels[i]! - level)).toBeLessThan(5));
      const four = await decode('rise.mkv', 4);
      expect(four.map(({ shape }) => shape)).toEqual(Array(3).fill([4, 4, 6, 3]));
      const [first] = four;
      expect(first!.data[72 * 3]!).toBeGreaterThan(first!.data[72]!);
    });

    it.each([
      [1.6, 2],
      [1.4, 1],
      [0.2, 1],
    ])('makes of %d seconds %i segments', async (seconds, segments) => {
      make('short.mkv', seconds);
      expect((await decode('short.mkv', 1)).length).toBe(segments);
    });

    // The left half is opaque blue; the right half is red that nobody sees.
    const makeTransparent = (name: string, ...codec: string[]) =>
      spawnSync('ffmpeg', [
        ...['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=blue:s=36x32:r=10:d=2,format=rgba'],
        ...['-f', 'lavfi', '-i', 'color=red:s=36x32:r=10:d=2,format=rgba,colorchannelmixer=aa=0'],
        ...['-filter_complex', '[0][1]hstack', ...codec, path(name)],
      ]);

    it.each([
      ['clear.mov', ['-c:v', 'png']],
      ['clear.mkv', ['-c:v', 'ffv1', '-pix_fmt', 'yuva444p']],
      ['clear.webm', ['-c:v', 'libvpx-vp9', '-pix_fmt', 'yuva420p', '-lossless', '1']],
    ])('puts the frames of %s on white, or on the background asked for', async (name, codec) => {
      makeTransparent(name, ...codec);
      const colours = async (background?: string) => {
        const segments = await decode(name, 1, background);
        expect(segments.map(({ shape }) => shape)).toEqual(Array(2).fill([1, 4, 6, 3]));
        return [0, 5].map((pixel) => [...segments[1]!.data.subarray(3 * pixel, 3 * pixel + 3)].map((value) => Math.round(value / 5) * 5));
      };
      expect(await colours()).toEqual([
        [0, 0, 255],
        [255, 255, 255],
      ]);
      expect(await colours('#00ff00')).toEqual([
        [0, 0, 255],
        [0, 255, 0],
      ]);
    });

    it('takes a file by its name, also where it looks like one of a series', async () => {
      spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'color=blue:s=16x16:d=1', '-frames:v', '1', path('one.bmp')]);
      await rename(path('one.bmp'), path('img%03d.bmp'));
      expect((await decode('img%03d.bmp', 1)).map(({ shape }) => shape)).toEqual([[1, 4, 6, 3]]);
    });

    it('takes no cover art for a video', async () => {
      spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'color=blue:s=16x16:d=1', '-frames:v', '1', path('cover.jpg')]);
      spawnSync('ffmpeg', [
        ...['-v', 'error', '-f', 'lavfi', '-i', 'sine=d=2', '-i', path('cover.jpg'), '-map', '0', '-map', '1', '-c:v', 'copy'],
        ...['-disposition:v:0', 'attached_pic', path('music.m4a')],
      ]);
      await expect(decode('music.m4a', 1)).rejects.toThrow(`${path('music.m4a')}: contains no video`);
    });

    it('leaves out a video that ends before its time', async () => {
      spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=s=64x48:r=10:d=6', '-movflags', 'faststart', path('whole.mp4')]);
      const whole = await readFile(path('whole.mp4'));
      await writeFile(path('cut.mp4'), whole.subarray(0, whole.length / 2));
      await expect(decode('cut.mp4', 1)).rejects.toThrow(/cut\.mp4: is damaged: it ends after \d\.0 s, its header says 6\.0 s; ffmpeg: ./);
    });

    it('names a file that is not a video', async () => {
      await writeFile(path('broken.mp4'), 'no video');
      await expect(decode('broken.mp4', 1)).rejects.toThrow(`${path('broken.mp4')}: ffmpeg cannot read it`);
    });
  });
});
