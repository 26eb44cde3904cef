import { CmgError, isRecording, Random } from '@cmg/core';

/**
 * The chance of the present step, the same object in all of them: what a recorded step calls again for each run
 * (`hostValue`) draws from the step that runs.
 */
export class StepChance extends Random {
  private present: Random;

  constructor(private readonly run: Random) {
    super(run.seed);
    this.present = run;
  }

  seek(step: number): void {
    this.present = this.run.fork('step', step);
  }

  /** @throws CmgError where the draw would be the same in every run of a step that is being recorded */
  override fork(...labels: (string | number)[]): Random {
    if (isRecording()) {
      throw new CmgError(`'${labels.join('/')}' is drawn outside of a hostValue, so each step would have the same draw`, {
        hint: 'Draw it within hostValue() of @cmg/core; or set training.compile to never.',
      });
    }
    return this.present.fork(...labels);
  }
}
