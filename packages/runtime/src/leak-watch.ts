/**
 * Warns, once, if something repeatedly leaves tensors behind. Tensors created once, at the first step or on first use, are not a
 * leak.
 */
export class LeakWatch {
  private growths = 0;
  private told = false;

  /**
   * @param where the suspect, for the warning
   * @param patience consecutive increases that count as a leak
   */
  constructor(
    private readonly where: string,
    private readonly patience: number,
  ) {}

  /** @param growth the increase in the number of tensors, without those kept on purpose */
  add(growth: number): void {
    this.growths = growth > 0 ? this.growths + 1 : 0;
    if (this.told || this.growths < this.patience) return;
    this.told = true;
    process.emitWarning(`${this.where}: the number of tensors in memory grows each time, now by ${growth}`, {
      type: 'CmgWarning',
      code: 'CMG_LEAK',
      detail: 'Compute within tf.tidy, and dispose what tf.keep holds. Create permanent tensors (variables, tables) once, in create.',
    });
  }
}
