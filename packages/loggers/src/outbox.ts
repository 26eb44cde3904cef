export interface OutboxOptions {
  /** Most items that are sent at once; default: 100. */
  readonly most?: number;
  /** Milliseconds without a new attempt after one that failed; default: 10 s. */
  readonly pause?: number;
  /** Attempts at the end, a second apart; default: 5. */
  readonly attempts?: number;
}

/** Sends items in their order while others are added: whoever adds does not wait, and what cannot be sent is kept for the next attempt. */
export class Outbox<Item> {
  private readonly items: Item[] = [];
  private sending: Promise<void> | undefined;
  private failure: Error | undefined;
  private notBefore = 0;

  constructor(
    private readonly send: (items: readonly Item[]) => Promise<void>,
    private readonly options: OutboxOptions = {},
  ) {}

  add(item: Item): void {
    this.items.push(item);
    if (Date.now() >= this.notBefore) this.begin();
  }

  /** Sends what is left. @returns why some of it could not be sent; undefined if all was */
  async close(): Promise<Error | undefined> {
    const { attempts = 5 } = this.options;
    await this.sending;
    for (let attempt = 0; this.items.length > 0 && attempt < attempts; attempt++) {
      if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 1000));
      this.begin();
      await this.sending;
    }
    return this.items.length > 0 ? this.failure : undefined;
  }

  private begin(): void {
    this.sending ??= this.sendAll().finally(() => (this.sending = undefined));
  }

  private async sendAll(): Promise<void> {
    const { most = 100, pause = 10_000 } = this.options;
    try {
      while (this.items.length > 0) {
        const part = this.items.slice(0, most);
        await this.send(part);
        this.items.splice(0, part.length);
      }
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.notBefore = Date.now() + pause;
    }
  }
}
