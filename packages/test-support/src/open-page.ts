import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { CHROMIUM } from './chromium.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** A page in a headless Chromium. */
export interface OpenPage {
  readonly page: Page;
  /** Errors that the page did not catch. */
  readonly errors: readonly Error[];
  close(): Promise<void>;
}

/**
 * Opens the page at `/` of a static server in a headless Chromium, where there is one ({@link CHROMIUM}). WebGL is computed in software.
 *
 * @param folders by the path that each is served at; `/` has the page
 */
export async function openPage(folders: Readonly<Record<string, string>>): Promise<OpenPage> {
  // Here, as most tests open none.
  const { chromium } = await import('playwright-core');
  const server = await serve(folders);
  const browser = await chromium.launch({
    executablePath: CHROMIUM as string,
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  const errors: Error[] = [];
  const close = async (): Promise<void> => {
    await browser.close();
    await new Promise((closed) => server.close(closed));
  };
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return { page, errors, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serve(folders: Readonly<Record<string, string>>): Promise<Server> {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const server = createServer(({ url = '/' }, response) => {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
    const prefix = prefixes.find((one) => path.startsWith(one)) ?? '/';
    const file = join(folders[prefix] as string, path.slice(prefix.length) || 'index.html');
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}
