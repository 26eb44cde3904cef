/** torch.optim.Adam (and clip_grad_norm_) as documented, for plain numbers; a missing gradient is `grad` None. */
export class PlainAdam {
  private readonly state = new Map<string, { k: number; m: number[]; v: number[] }>();

  constructor(
    readonly values: Record<string, number[]>,
    private readonly settings: { rate: number; norm?: number; group?: (name: string) => string },
  ) {}

  /** @returns the norm of each group before clipping. */
  step(gradients: Record<string, number[]>, rate = this.settings.rate): Record<string, number> {
    const { norm, group = (name: string) => name.split('/')[0] as string } = this.settings;
    const squares: Record<string, number> = {};
    for (const [name, gradient] of Object.entries(gradients)) {
      squares[group(name)] = gradient.reduce((sum, g) => sum + g * g, squares[group(name)] ?? 0);
    }
    for (const [name, gradient] of Object.entries(gradients)) {
      const total = Math.sqrt(squares[group(name)] as number);
      const coefficient = norm === undefined ? 1 : Math.min(norm / (total + 1e-6), 1);
      this.update(
        name,
        gradient.map((g) => g * coefficient),
        rate,
      );
    }
    return Object.fromEntries(Object.entries(squares).map(([name, square]) => [name, Math.sqrt(square)]));
  }

  private update(name: string, gradient: number[], rate: number): void {
    const zeros = gradient.map(() => 0);
    const { k, m, v } = this.state.get(name) ?? { k: 0, m: zeros, v: zeros };
    const next = { k: k + 1, m: m.map((x, i) => 0.9 * x + 0.1 * gradient[i]!), v: v.map((x, i) => 0.999 * x + 0.001 * gradient[i]! ** 2) };
    this.state.set(name, next);
    this.values[name] = this.values[name]!.map(
      (p, i) => p - (rate * (next.m[i]! / (1 - 0.9 ** next.k))) / (Math.sqrt(next.v[i]! / (1 - 0.999 ** next.k)) + 1e-8),
    );
  }
}
