import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As much of a hub as the client asks for: repositories, the upload of large files, commits, and files by ranges. */
export class FakeHub {
  /** Path in the repository -> content, of each repository. */
  readonly repositories = new Map<string, Map<string, Buffer>>();
  /** Whether each is private. */
  readonly hidden = new Map<string, boolean>();
  readonly commits: string[] = [];
  /** The tokens that were seen. */
  readonly tokens = new Set<string>();
  /** Answers in place of the hub's own, by a part of the path. */
  readonly failures = new Map<string, number>();
  /** Without a slash at its end. */
  url = '';
  private readonly objects = new Map<string, Buffer>();
  private readonly server = createServer((request, response) => void this.answer(request, response));

  static async start(): Promise<FakeHub> {
    const hub = new FakeHub();
    await new Promise<void>((resolve) => hub.server.listen(0, '127.0.0.1', resolve));
    hub.url = `http://127.0.0.1:${(hub.server.address() as AddressInfo).port}`;
    return hub;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const path = decodeURIComponent(new URL(request.url ?? '/', this.url).pathname);
    const { authorization } = request.headers;
    if (authorization !== undefined) this.tokens.add(authorization);
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const failure = [...this.failures].find(([part]) => path.includes(part))?.[1];
    if (failure !== undefined) return void json(failure, { error: 'refused by the test' });
    if (path === '/api/repos/create') {
      this.create(JSON.parse(body.toString()) as Record<string, unknown>, json);
      return;
    }
    const upload = /^\/objects\/(\w+)$/.exec(path)?.[1];
    if (upload !== undefined) {
      this.objects.set(upload, body);
      return void json(200, {});
    }
    const [, name = '', action = ''] = /^\/(?:api\/models\/)?([^/]+\/[^/]+?)(?:\.git)?\/(.*)$/.exec(path) ?? [];
    const files = this.repositories.get(name);
    if (files === undefined) return void json(404, { error: 'Repository not found' });
    if (action.startsWith('preupload/')) {
      const asked = (JSON.parse(body.toString()) as { files: { path: string }[] }).files;
      const mode = (file: string) => (file.endsWith('.safetensors') ? 'lfs' : 'regular');
      return void json(200, { files: asked.map((file) => ({ path: file.path, uploadMode: mode(file.path) })) });
    }
    if (action === 'info/lfs/objects/batch') {
      const { objects } = JSON.parse(body.toString()) as { objects: { oid: string; size: number }[] };
      const actions = (oid: string) => ({ upload: { href: `${this.url}/objects/${oid}` } });
      return void json(200, { transfer: 'basic', objects: objects.map((object) => ({ ...object, actions: actions(object.oid) })) });
    }
    if (action.startsWith('commit/')) {
      this.commit(files, body.toString(), json);
      return;
    }
    const file = /^resolve\/[^/]+\/(.*)$/.exec(action)?.[1] ?? '';
    this.resolve(files.get(file), request, response);
  }

  private create(
    { name = '', organization = '', ...more }: Record<string, unknown>,
    json: (status: number, value: unknown) => unknown,
  ): void {
    const repository = `${String(organization)}/${String(name)}`;
    if (this.repositories.has(repository)) return void json(409, { error: 'You already created this model repo' });
    this.repositories.set(repository, new Map());
    this.hidden.set(repository, more['visibility'] === 'private');
    json(200, { url: `${this.url}/${repository}` });
  }

  private commit(files: Map<string, Buffer>, lines: string, json: (status: number, value: unknown) => unknown): void {
    for (const line of lines.trim().split('\n')) {
      const { key, value } = JSON.parse(line) as { key: string; value: Record<string, string> };
      if (key === 'header') this.commits.push(value['summary'] ?? '');
      if (key === 'file') files.set(value['path'] ?? '', Buffer.from(value['content'] ?? '', 'base64'));
      if (key === 'lfsFile') files.set(value['path'] ?? '', this.objects.get(value['oid'] ?? '') ?? Buffer.alloc(0));
    }
    json(200, { success: true, commitOid: '0'.repeat(40), commitUrl: this.url, hookOutput: '' });
  }

  private resolve(content: Buffer | undefined, { headers: { range } }: IncomingMessage, response: ServerResponse): void {
    if (content === undefined) return void response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
    const etag = `"${createHash('sha1').update(content).digest('hex')}"`;
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    if (from === undefined) return void response.writeHead(200, { etag, 'content-length': content.length }).end(content);
    const part = content.subarray(Number(from), Number(to) + 1);
    response.writeHead(206, { etag, 'content-range': `bytes ${from}-${to}/${content.length}` }).end(part);
  }
}
