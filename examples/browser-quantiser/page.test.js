import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';

const PAGE = new URL('index.html', import.meta.url).href;
const BUNDLE = new URL('dist/page.js', import.meta.url);

/** Debian's Chromium or Chrome on the path; another by the variable CHROMIUM. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const onPath = process.env.PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
const executablePath = [process.env.CHROMIUM, ...onPath].find((path) => path && existsSync(path));

test('the bundle asks for nothing of Node', () => {
  assert.doesNotMatch(readFileSync(BUNDLE, 'utf8'), /\b(require|import)\(["']|\bfrom ?["']/);
});

test('the page opens from disk, and learns the colours of its picture', { skip: !executablePath && 'no Chromium was found' }, async () => {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-unsafe-swiftshader'] });
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    const numberIn = async (id) => parseFloat(await page.locator(`#${id}`).textContent());

    await page.goto(PAGE);
    await page.locator('#steps', { hasText: '0' }).waitFor();
    assert.ok((await numberIn('error')) > 80, 'it begins with dark codes');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'it fits a phone');

    await page.getByRole('button', { name: 'Train' }).click();
    await page.waitForFunction(() => Number(document.getElementById('steps').textContent) >= 60);
    await page.getByRole('button', { name: 'Pause' }).click();
    assert.ok((await numberIn('error')) < 30, `the error is ${await numberIn('error')} of 255`);
    assert.equal(await page.locator('#used').textContent(), '16 of 16');
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
  }
});
