import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

/** A server that keeps what it is sent and answers as a function says. */
export class FakeServer {
  readonly calls: Call[] = [];
  url = '';
  private readonly server = createServer((request, response) => {
    void read(request).then((call) => {
      this.calls.push(call);
      const { status = 200, json = {} } = this.respond(call);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });

  private constructor(public respond: (call: Call) => { readonly status?: number; readonly json?: unknown }) {}

  static async start(respond: FakeServer['respond']): Promise<FakeServer> {
    const fake = new FakeServer(respond);
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    fake.url = `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`;
    return fake;
  }

  /** The bodies of the calls to a path, in their order. */
  bodies(path: string): Record<string, unknown>[] {
    return this.calls.filter((call) => call.path.includes(path)).map(({ body }) => body);
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}

async function read(request: IncomingMessage): Promise<Call> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  return { path: request.url ?? '', authorization: request.headers.authorization, body };
}
