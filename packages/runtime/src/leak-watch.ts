/**
 * Warns, once, where something leaves tensors behind time after time. What is made once, at the first step or when it is first asked
 * for, is not a leak.
 */
export class LeakWatch {
  private growths = 0;
  private told = false;

  /**
   * @param where what may leak, for the warning
   * @param patience growths in a row that make a leak
   */
  constructor(
    private readonly where: string,
    private readonly patience: number,
  ) {}

  /** @param growth how many tensors there are more than before, without those that are kept on purpose */
  add(growth: number): void {
    this.growths = growth > 0 ? this.growths + 1 : 0;
    if (this.told || this.growths < this.patience) return;
    this.told = true;
    process.emitWarning(`${this.where}: the number of tensors in memory grows each time, now by ${growth}`, {
      type: 'CmgWarning',
      code: 'CMG_LEAK',
      detail: 'Compute within tf.tidy, and dispose of what tf.keep holds. What is to stay (variables, tables) is made once, in create.',
    });
  }
}
