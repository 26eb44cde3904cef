import type { backend_util } from '@tensorflow/tfjs';

/** The shapes of a convolution; images are [height, width, channels]. */
export type ConvShape = Pick<
  backend_util.Conv2DInfo,
  | 'inHeight'
  | 'inWidth'
  | 'inChannels'
  | 'outHeight'
  | 'outWidth'
  | 'filterHeight'
  | 'filterWidth'
  | 'strideHeight'
  | 'strideWidth'
  | 'padInfo'
>;

/** Called with an output position, a filter position and the image position where the two meet. */
type Visit = (outPlace: number, filterPlace: number, imagePlace: number) => void;

/** The number of filter weights per output channel: the rows of `columns`. */
export function patchSize({ filterHeight, filterWidth, inChannels }: ConvShape): number {
  return filterHeight * filterWidth * inChannels;
}

/**
 * Spreads images so that a convolution becomes a matrix product: entry [f, o] of `columns` is what filter weight f sees
 * at output position o, zero in the padding. Shapes: images [N, height, width, C]; columns [patchSize, N * outHeight * outWidth],
 * expected to be zero.
 */
export function imagesToColumns(images: Float32Array, count: number, shape: ConvShape, columns: Float32Array): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth } = shape;
  const places = count * outHeight * outWidth;
  for (let n = 0; n < count; n++) {
    const image = n * inHeight * inWidth;
    const first = n * outHeight * outWidth;
    visitPlaces(shape, (outPlace, filterPlace, imagePlace) => {
      const source = (image + imagePlace) * inChannels;
      let target = filterPlace * inChannels * places + first + outPlace;
      for (let channel = 0; channel < inChannels; channel++, target += places) columns[target] = images[source + channel] as number;
    });
  }
}

/**
 * The reverse for gradients: adds entry [o, f] of `rows` to the pixel that filter weight f sees at output position o. Shapes:
 * rows [N * outHeight * outWidth, patchSize]; images [N, height, width, C], added to.
 */
export function addRowsToImages(rows: Float32Array, count: number, shape: ConvShape, images: Float32Array): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth } = shape;
  const width = patchSize(shape);
  for (let n = 0; n < count; n++) {
    const image = n * inHeight * inWidth;
    const first = n * outHeight * outWidth;
    visitPlaces(shape, (outPlace, filterPlace, imagePlace) => {
      const source = (first + outPlace) * width + filterPlace * inChannels;
      const target = (image + imagePlace) * inChannels;
      for (let channel = 0; channel < inChannels; channel++) {
        images[target + channel] = (images[target + channel] as number) + (rows[source + channel] as number);
      }
    });
  }
}

/** Visits every pair of output and filter positions that meet inside the image. */
function visitPlaces(shape: ConvShape, visit: Visit): void {
  const { inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = shape;
  for (let filterRow = 0; filterRow < filterHeight; filterRow++) {
    for (let filterColumn = 0; filterColumn < filterWidth; filterColumn++) {
      for (let outRow = 0; outRow < outHeight; outRow++) {
        const row = outRow * strideHeight + filterRow - padInfo.top;
        if (row < 0 || row >= inHeight) continue;
        for (let outColumn = 0; outColumn < outWidth; outColumn++) {
          const column = outColumn * strideWidth + filterColumn - padInfo.left;
          if (column < 0 || column >= inWidth) continue;
          visit(outRow * outWidth + outColumn, filterRow * filterWidth + filterColumn, row * inWidth + column);
        }
      }
    }
  }
}
