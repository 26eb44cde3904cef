import type { TrainingRecord, TrainingStart } from '@cmg/core';

/** Steps below which codes are hardly learned from nothing. */
const FEW_STEPS = 100;
/** Codes of a modality that are a handful, in a codebook that has more than {@link SMALL_CODEBOOK}. */
const HANDFUL = 5;
const SMALL_CODEBOOK = 16;
/** Validations after the best one from which on a loss of retrieval is no chance. */
const PATIENCE = 3;
/** The share of the best retrieval, less chance, below which pairs are learnt by heart. */
const LOST = 0.75;

/** Sees, from what a run logs, what keeps it from a good result. Each note says what to do, and is given once. */
export class TrainingAdvice {
  private readonly told = new Set<string>();
  private best: { readonly retrieval: number; readonly total: number; readonly epoch: number } | undefined;
  private since = 0;

  constructor(private readonly run: TrainingStart) {}

  /** What the config alone tells. */
  atStart(): string[] {
    const { config, clips, totalSteps } = this.run;
    const { batchSize, split } = config.training;
    const notes: string[] = [];
    if (totalSteps < FEW_STEPS) {
      notes.push(
        `${totalSteps} steps are few to learn shared codes from nothing: raise training.epochs (or steps), or lower training.batchSize; 300 steps are a start`,
      );
    }
    if (batchSize > clips / 2) {
      const left =
        clips % batchSize === 0 ? 'each step compares the same clips' : `${clips % batchSize} of them are left out of each epoch`;
      notes.push(
        `a batch of ${batchSize} is more than half of the ${clips} clips of '${split}', so ${left}: set training.batchSize to ${Math.max(2, Math.floor(clips / 4))}`,
      );
    }
    return notes;
  }

  /** What the record of the end of an epoch tells. In the first epoch codes are still finding their place. */
  atEpoch(record: TrainingRecord): string[] {
    const learnt = this.learntByHeart(record);
    if (record.epoch === 1 && record.step < this.run.totalSteps) return learnt;
    return [...this.ofCodes(record), ...learnt];
  }

  private ofCodes({ codes, validation }: TrainingRecord): string[] {
    const { used, usedByAll } = validation?.codes ?? codes;
    const modalities = Object.entries(used);
    const size = this.run.codes;
    const few = modalities.flatMap(([m, n]) =>
      n > HANDFUL || size <= SMALL_CODEBOOK
        ? []
        : this.once(
            `few ${m}`,
            `${m} uses ${n} of ${size} codes: add code-reset to the objectives, or see by cmg probe whether its features tell clips apart`,
          ),
    );
    if (modalities.length < 2 || usedByAll > 0) return few;
    const names = modalities.map(([m]) => m).join(', ');
    return [
      ...few,
      ...this.once(
        'nothing shared',
        `no code is shared by ${names}: train longer, add an objective that brings modalities together (cross-commitment, cross-cpc, mm-ema, infonce) or give it more weight, or see by cmg probe whether the clips are pairs`,
      ),
    ];
  }

  private learntByHeart({ validation, total, epoch }: TrainingRecord): string[] {
    const { mean: retrieval, chance } = validation?.retrieval ?? { mean: NaN, chance: NaN };
    if (Number.isNaN(retrieval)) return [];
    if (this.best === undefined || retrieval > this.best.retrieval) {
      this.best = { retrieval, total, epoch };
      this.since = 0;
      return [];
    }
    this.since += 1;
    const lost = retrieval - chance < LOST * (this.best.retrieval - chance);
    if (this.since < PATIENCE || !lost || total >= this.best.total) return [];
    const fall = `from ${this.best.retrieval.toFixed(3)} in epoch ${this.best.epoch} to ${retrieval.toFixed(3)}`;
    return this.once(
      'by heart',
      `pairs are learnt by heart: the loss still falls, but retrieval of held-out pairs fell ${fall}. Set training.keep.best=retrieval, or train on more clips, with featureDropout, or for fewer epochs`,
    );
  }

  private once(kind: string, note: string): string[] {
    if (this.told.has(kind)) return [];
    this.told.add(kind);
    return [note];
  }
}
