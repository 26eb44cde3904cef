import { CHROMIUM } from '@cmg/test-support';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { writeReport } from '../src/index.js';
import { sampleData } from './support/sample-data.js';

/** What sticks out of the window, or out of its own picture; the page evaluates it. */
const CUT = `(() => {
  const outside = [...document.querySelectorAll('svg, img, audio, h1, h2, h3, p, figcaption')].filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left < 0 || right > window.innerWidth;
  });
  const letters = [...document.querySelectorAll('svg text')].filter((text) => {
    const [own, all] = [text.getBoundingClientRect(), text.closest('svg').getBoundingClientRect()];
    return own.left < all.left - 2 || own.right > all.right + 2 || own.top < all.top - 2 || own.bottom > all.bottom + 2;
  });
  return [...outside, ...letters].map((element) => element.tagName + ' ' + (element.getAttribute('aria-label') ?? element.textContent));
})()`;

(CHROMIUM === undefined ? describe.skip : describe)('in a browser', () => {
  let folder: string;
  let browser: Browser;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-report-'));
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: ['--no-sandbox'] });
  }, 30_000);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  test.each([390, 420, 1280])(
    'nothing is cut at a width of %i',
    async (width) => {
      const file = await writeReport(folder, sampleData());
      const page = await browser.newPage({ viewport: { width, height: 844 } });
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url())) complaints.push(request.url());
      });
      await page.goto(pathToFileURL(file).href);
      expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(width);
      expect(await page.evaluate(CUT)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    },
    30_000,
  );
});
