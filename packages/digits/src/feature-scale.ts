import { LOG_MEL_WIDTH } from '@cmg/modality-audio';
import { overallDeviation, type Statistics } from '@cmg/datasets';
import type { ClipTable } from './clip-table.js';
import { FloatRows } from './feature-rows.js';
import type { Features } from './features.js';
import { scaled, standardised, statisticsOf } from './statistics.js';

/** The scale of the corpus: sound value by value, frames by one factor, words as they are. */
export class FeatureScale {
  private constructor(
    private readonly sound: Statistics,
    private readonly factor: number,
  ) {}

  /** From the statistics of the training clips, whose rows are `used`. */
  static ofTraining(train: Features, used: ClipTable['rows']): FeatureScale {
    return new FeatureScale(statisticsOf(train.audio, used.audio), 1 / overallDeviation(statisticsOf(train.video, used.video)));
  }

  /** Everything in a split's pools. */
  pools({ audio, video }: Features): Features {
    return { audio: standardised(audio, this.sound), video: scaled(video, this.factor) };
  }

  /** Features of other media, [rows, ...], as the extractors return them. */
  values(modality: string, features: Float32Array): Float32Array {
    if (modality === 'audio') return standardised(new FloatRows(features, LOG_MEL_WIDTH), this.sound).data;
    return modality === 'video' ? features.map((value) => value * this.factor) : features;
  }
}
