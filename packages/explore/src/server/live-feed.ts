import type { ServerResponse } from 'node:http';
import type { Site } from '../site/site.js';

/** Between two looks at the runs, in ms. */
const POLL = 500;
/** A line that keeps proxies and browsers from giving up, so many polls apart. */
const BEAT = 30;

/** What a reader was told of a run. */
interface Told {
  readonly generation: number;
  readonly records: number;
}

/**
 * Tells readers of runs as they train, by server-sent events: `runs`, all of them, whenever one changed; `records` of a run, those that are
 * new, or all with `anew` where earlier ones changed. Whoever connects, or connects again, is told everything from the start: nothing is
 * lost, whichever side was gone.
 */
export class LiveFeed {
  private readonly readers = new Map<ServerResponse, { runs: string; readonly told: Map<string, Told> }>();
  private timer: NodeJS.Timeout | undefined;
  private polls = 0;

  constructor(private readonly site: Site) {}

  /** Answers a request, and goes on answering until the reader leaves. */
  add(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    this.readers.set(response, { runs: '', told: new Map() });
    response.on('close', () => this.readers.delete(response));
    this.timer ??= setTimeout(() => void this.poll(), 0);
  }

  close(): void {
    clearTimeout(this.timer);
    for (const response of this.readers.keys()) response.end();
  }

  private async poll(): Promise<void> {
    await this.site.refresh();
    this.polls++;
    for (const response of this.readers.keys()) this.tell(response);
    this.timer = this.readers.size > 0 ? setTimeout(() => void this.poll(), POLL) : undefined;
  }

  private tell(response: ServerResponse): void {
    const reader = this.readers.get(response);
    // One that does not read what it was told is told more later.
    if (reader === undefined || response.writableNeedDrain) return;
    const runs = JSON.stringify(this.site.entries());
    if (runs !== reader.runs) response.write(`event: runs\ndata: ${runs}\n\n`);
    reader.runs = runs;
    for (const [id, { generation, records }] of this.site.tails()) {
      const told = reader.told.get(id);
      const anew = told?.generation !== generation;
      const first = anew ? 0 : told.records;
      if (anew || first < records.length)
        response.write(`event: records\ndata: ${JSON.stringify({ run: id, anew, records: records.slice(first) })}\n\n`);
      reader.told.set(id, { generation, records: records.length });
    }
    if (this.polls % BEAT === 0) response.write(':\n\n');
  }
}
