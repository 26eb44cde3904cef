import { CmgError } from '@cmg/core';

/** Turns a stream of chunks into reads of any length. */
export class ByteStream {
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array(0);

  /** @param where for messages */
  constructor(
    chunks: AsyncIterable<Uint8Array>,
    private readonly where: string,
  ) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** A copy of the next bytes. @throws CmgError if there are too few */
  async take(length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      if (this.rest.length === 0) {
        const next = await this.chunks.next();
        if (next.done === true) throw new CmgError(`is truncated: ${length - at} bytes are missing`, { where: this.where });
        this.rest = next.value;
      }
      const part = this.rest.subarray(0, length - at);
      bytes.set(part, at);
      at += part.length;
      this.rest = this.rest.subarray(part.length);
    }
    return bytes;
  }

  /** Reads to the end of the source, so that it can verify its checksum. */
  async drain(): Promise<void> {
    while ((await this.chunks.next()).done !== true);
  }

  /** Closes the source before its end. */
  async close(): Promise<void> {
    await this.chunks.return?.();
  }
}
