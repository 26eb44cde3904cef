import { CmgError } from './cmg-error.js';
import { isRecording } from './host-value.js';
import { Random } from './random.js';

/**
 * The chance of the present step, the same object in all of them: what a recorded step calls again for each run
 * (`hostValue`) draws from the step that runs.
 */
export class StepChance extends Random {
  private present: Random;

  constructor(private readonly root: Random) {
    super(root.seed);
    this.present = root;
  }

  /** The step named by the labels is the present one: what is drawn now is drawn from `root.fork(...labels)`. */
  seek(...labels: (string | number)[]): void {
    this.present = this.root.fork(...labels);
  }

  /** @throws CmgError where the draw would be the same in every run of a step that is being recorded */
  override fork(...labels: (string | number)[]): Random {
    if (isRecording()) {
      throw new CmgError(`'${labels.join('/')}' is drawn outside of a hostValue, so each step would have the same draw`, {
        hint: 'Draw it within hostValue() of @cmg/core; or set the option compile to never.',
      });
    }
    return this.present.fork(...labels);
  }
}
