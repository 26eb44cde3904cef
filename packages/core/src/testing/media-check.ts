import type { Dataset, SegmentMedia } from '../dataset.js';
import { expectThat } from './assertions.js';
import type { Check } from './check.js';

/** For a data set with media: what segments of its first and last clips are made from is well formed, and the same each time. */
export function mediaCheck(
  { splits, segments }: Dataset,
  media: NonNullable<Dataset['media']>,
  modalitiesOf: (split: string) => readonly string[],
): Check {
  return {
    name: 'gives segments as pictures, sounds or words, the same each time',
    run: async () => {
      for (const [split, clips] of Object.entries(splits)) {
        for (const modality of modalitiesOf(split)) {
          for (const [row, segment] of [
            [0, 0],
            [clips - 1, segments - 1],
          ] as const) {
            const where = `media('${split}', '${modality}', ${row}, ${segment})`;
            const found = await media(split, modality, row, segment);
            if (found !== undefined) expectMedia(where, found);
            const again = await media(split, modality, row, segment);
            expectThat(JSON.stringify(found) === JSON.stringify(again), `${where} differs when it is asked for again`);
          }
        }
      }
    },
  };
}

function expectMedia(where: string, media: SegmentMedia): void {
  if (media.kind === 'picture') {
    const { shape, data } = media.pixels;
    const [height = 0, width = 0, channels = 0] = shape;
    const fits = shape.length === 3 && (channels === 1 || channels === 3) && data.length === height * width * channels && data.length > 0;
    expectThat(fits, `${where}: ${data.length} bytes of shape [${shape.join(', ')}], expected [H, W, 1] or [H, W, 3]`);
  } else if (media.kind === 'sound') {
    const { samples, sampleRate } = media;
    expectThat(sampleRate > 0, `${where}: sampleRate is ${sampleRate}, expected samples a second`);
    const fits = samples.length > 0 && samples.every((value) => Math.abs(value) <= 1);
    expectThat(fits, `${where}: samples are not all in [-1, 1], or there are none`);
  } else {
    expectThat(media.text !== '', `${where}: text is empty: return undefined where there are no words`);
  }
}
