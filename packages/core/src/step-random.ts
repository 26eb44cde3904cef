import { CmgError } from './cmg-error.js';
import { isRecording } from './host-value.js';
import { Random } from './random.js';

/**
 * The random numbers of the current step, one object for all steps: a `hostValue` of a recorded step, called
 * again for each run, draws from the step that is running.
 */
export class StepRandom extends Random {
  private present: Random;

  constructor(private readonly root: Random) {
    super(root.seed);
    this.present = root;
  }

  /** Makes the step named by the labels the current one: from now on, draws come from `root.fork(...labels)`. */
  seek(...labels: (string | number)[]): void {
    this.present = this.root.fork(...labels);
  }

  override fork(...labels: (string | number)[]): Random {
    return this.draw(`'${labels.join('/')}'`).fork(...labels);
  }

  /** All draws but the two below come from this method. */
  override uint32(): number {
    return this.draw('a number').uint32();
  }

  override normal(mean?: number, standardDeviation?: number): number {
    return this.draw('a number').normal(mean, standardDeviation);
  }

  override dropoutMask(n: number, rate: number): Float32Array {
    return this.draw('a mask').dropoutMask(n, rate);
  }

  /** @throws CmgError if the draw would be the same in every run of a step that is being recorded */
  private draw(what: string): Random {
    if (!isRecording()) return this.present;
    throw new CmgError(`${what} is drawn outside a hostValue, so every step would get the same draw`, {
      hint: 'Draw it within hostValue() of @cmg/core, or set the option compile to never.',
    });
  }
}
