import { CmgError } from '@cmg/core';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Resource } from '../site/resource.js';
import type { Site } from '../site/site.js';
import { appFiles } from './app-files.js';
import { LiveFeed } from './live-feed.js';
import { refuse, SECURITY_HEADERS } from './refuse.js';

/** Where the page is found unless another port is asked for, so that an open page finds a server that was started again. */
const PORT = 7355;

/** A server that answers. Has to be closed. */
export interface Served {
  /** `http://127.0.0.1:7355/` */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves a site and its page on this machine alone.
 *
 * @param port default: 7355, or a free one where that is taken; 0: a free one
 * @throws CmgError of kind `usage` where the port is taken
 */
export async function serve(site: Site, port?: number): Promise<Served> {
  const app = await appFiles();
  const feed = new LiveFeed(site);
  const server = createServer((request, response) => void answer(request, response, { site, app, feed, port: portOf(server) }));
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    async close() {
      feed.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function listen(server: Server, port: number | undefined): Promise<void> {
  const attempt = (number: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(number, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await attempt(port ?? PORT);
  } catch (cause) {
    if (port === undefined) return attempt(0);
    throw new CmgError(`the port cannot be used: ${(cause as Error).message}`, {
      kind: 'usage',
      where: `--port ${port}`,
      hint: 'Name another port, or none.',
      cause,
    });
  }
}

interface Answering {
  readonly site: Site;
  readonly app: ReadonlyMap<string, Resource>;
  readonly feed: LiveFeed;
  readonly port: number;
}

async function answer(request: IncomingMessage, response: ServerResponse, { site, app, feed, port }: Answering): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const refusal = refuse(request, port);
  if (refusal) {
    send(response, refusal.status, { type: TEXT, body: refusal.reason });
    return;
  }
  const path = (request.url ?? '/').replace(/\?.*$/, '').slice(1) || 'index.html';
  if (path === 'events' && request.method === 'GET') {
    feed.add(response);
    return;
  }
  try {
    const resource = app.get(path) ?? (path.startsWith('data/') ? await site.find(path) : undefined);
    send(response, resource ? 200 : 404, resource ?? { type: TEXT, body: 'there is no such file' });
  } catch (error) {
    const told = error instanceof CmgError ? error.message : `internal error (please report): ${String(error)}`;
    send(response, 500, { type: 'application/json; charset=utf-8', body: JSON.stringify({ error: told }) });
  }
}

const TEXT = 'text/plain; charset=utf-8';

function send(response: ServerResponse, status: number, { type, body, lasting = false }: Resource): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': lasting ? 'private, max-age=31536000, immutable' : 'no-store',
  });
  response.end(body); // of a HEAD request Node leaves it out
}
