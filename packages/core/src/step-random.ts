import { CmgError } from './cmg-error.js';
import { isRecording } from './host-value.js';
import { Random } from './random.js';

/**
 * The chance of the present step, the same object in all of them: what a recorded step calls again for each run
 * (`hostValue`) draws from the step that runs.
 */
export class StepRandom extends Random {
  private present: Random;

  constructor(private readonly root: Random) {
    super(root.seed);
    this.present = root;
  }

  /** The step named by the labels is the present one: what is drawn now is drawn from `root.fork(...labels)`. */
  seek(...labels: (string | number)[]): void {
    this.present = this.root.fork(...labels);
  }

  override fork(...labels: (string | number)[]): Random {
    return this.draw(`'${labels.join('/')}'`).fork(...labels);
  }

  /** All other draws but the two below come from this one. */
  override uint32(): number {
    return this.draw('a number').uint32();
  }

  override normal(mean?: number, standardDeviation?: number): number {
    return this.draw('a number').normal(mean, standardDeviation);
  }

  override dropoutMask(n: number, rate: number): Float32Array {
    return this.draw('a mask').dropoutMask(n, rate);
  }

  /** @throws CmgError where the draw would be the same in every run of a step that is being recorded */
  private draw(what: string): Random {
    if (!isRecording()) return this.present;
    throw new CmgError(`${what} is drawn outside of a hostValue, so each step would have the same draw`, {
      hint: 'Draw it within hostValue() of @cmg/core; or set the option compile to never.',
    });
  }
}
