import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explore, type Served } from '../src/index.js';
import { get } from './support/get.js';

describe('serve', () => {
  let folder: string;
  let served: Served;
  let port: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-serve-'));
    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken/config.yaml'), 'name: "<script>alert(1)</script>"\ntraining: {batchSize: 4}\n');
    await writeFile(join(folder, 'broken/checkpoint.safetensors'), 'not one');
    await cp(join(folder, 'broken/config.yaml'), join(folder, 'new/config.yaml'));
    served = await explore([folder], { port: 0 });
    port = new URL(served.url).port;
  });
  afterAll(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  it('answers this machine, by either name, and says that the page fetches from here alone', async () => {
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
      const { status, headers, body } = await get(served.url, { host });
      expect(status).toBe(200);
      expect(body).toContain('<title>cmg explore</title>');
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it.each([
    ['a name that is let point to this machine', { host: 'evil.example' }],
    ['the same with the port', () => ({ host: `evil.example:${port}` })],
    ['another port', { host: '127.0.0.1:1' }],
    ['a script of another site', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['another server of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a picture in another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a frame in another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
  ])('refuses %s', async (_, headers) => {
    for (const path of ['', 'data/site.json', 'events'])
      expect(await get(served.url + path, typeof headers === 'function' ? headers() : headers)).toMatchObject({ status: 403 });
  });

  it('answers a link from elsewhere, and the page itself', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await get(served.url, link)).status).toBe(200);
    const own = { 'sec-fetch-site': 'same-origin', origin: `http://127.0.0.1:${port}` };
    expect((await get(`${served.url}data/site.json`, own)).status).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('does nothing for %s', async (method) => {
    expect(await get(`${served.url}data/site.json`, {}, method)).toMatchObject({ status: 405 });
  });

  it.each([
    '..%2f..%2fetc%2fpasswd',
    'data/../../../../etc/passwd',
    'assets/..%5c..%5cindex.html',
    'data/9/metrics.json',
    'data/x/run.json',
    'data/__proto__/run.json',
    'nothing',
  ])('has no file %s', async (path) => {
    // As it stands: a client that is polite would take `..` out.
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(`GET /${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`),
      );
      let text = '';
      socket.on('data', (part) => (text += part.toString()));
      socket.on('end', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  });

  it('says what is wrong with a broken run, and lists it all the same', async () => {
    const { runs } = JSON.parse((await get(`${served.url}data/site.json`)).body) as { runs: object[] };
    expect(runs).toMatchObject([
      { id: '0', place: 'broken', name: '<script>alert(1)</script>', state: 'waiting', clipsPerStep: 4 },
      { id: '1', place: 'new', checkpoint: '' },
    ]);
    const broken = await get(`${served.url}data/0/run.json`);
    expect(broken).toMatchObject({ status: 500, headers: { 'content-type': 'application/json; charset=utf-8' } });
    expect(JSON.parse(broken.body)).toEqual({ error: expect.stringMatching(/broken\/checkpoint\.safetensors: /) });
    expect(JSON.parse((await get(`${served.url}data/1/run.json`)).body)).toEqual({ error: expect.stringMatching(/no trained run/) });
  });

  it('takes another port where its own is taken, unless it was asked for', async () => {
    await expect(explore([folder], { port: Number(port) })).rejects.toThrow(`--port ${port}: the port cannot be used`);
  });

  it('says that there is no run', async () => {
    await expect(explore([join(folder, 'nowhere')])).rejects.toThrow('there is no run in this folder');
    await mkdir(join(folder, 'empty/inner'), { recursive: true });
    await expect(explore([join(folder, 'empty')])).rejects.toThrow('there is no run in this folder');
  });
});
