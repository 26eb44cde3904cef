import type { Dataset, Pictures } from '../dataset.js';
import { expectThat } from './assertions.js';
import type { Check } from './check.js';

/** For a data set with pictures: frames and masks have the announced shapes. */
export function pictureCheck({ splits }: Dataset, pictures: Pictures): Check {
  const [count, height, width, channels] = pictures.shape;
  const expectBlock = (what: string, { data, shape }: { data: Uint8Array; shape: readonly number[] }, expected: readonly number[]) => {
    expectThat(shape.join() === expected.join(), `${what}: expected [${expected.join(', ')}], got [${shape.join(', ')}]`);
    const size = expected.reduce((a, b) => a * b, 1);
    expectThat(data.length === size, `${what}: ${data.length} bytes for a shape of ${size}`);
  };
  return {
    name: 'has pictures of the announced shape, and masks of zeros and ones for the announced number of frames',
    run: async () => {
      for (const [name, clips] of Object.entries(splits)) {
        const rows = [clips - 1, 0];
        const frames = await pictures.frames(name, rows, count);
        expectBlock(`frames of '${name}'`, frames, [2, ...pictures.shape]);
        const first = (await pictures.frames(name, [0], 1)).data;
        const expected = frames.data.subarray(frames.data.length / 2).subarray(0, height * width * channels);
        expectThat(
          first.every((value, i) => value === expected[i]),
          `frames of '${name}': the first frame of clip 0 differs if it is read alone`,
        );
        const masked = pictures.masked[name] ?? -1;
        expectThat(masked >= 0 && masked <= count, `masked of '${name}' is ${masked}, expected 0 to ${count} frames`);
        const masks = await pictures.masks(name, rows, masked);
        expectBlock(`masks of '${name}'`, masks, [2, masked, height, width]);
        expectThat(
          masks.data.every((value) => value <= 1),
          `masks of '${name}' have values other than 0 and 1`,
        );
      }
    },
  };
}
