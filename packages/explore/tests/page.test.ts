import { CHROMIUM } from '@cmg/test-support';
import axe from 'axe-core';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { explore, exportSite, type Served } from '../src/index.js';
import { CLASSES } from './support/pairs.js';
import { staticServer } from './support/static-server.js';
import { testComponents, trainRun } from './support/trained-run.js';

(CHROMIUM === undefined ? describe.skip : describe)('the page in a browser', () => {
  const components = testComponents();
  let folder: string;
  let heads: string;
  let served: Served;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  const metrics = () => join(folder, 'runs/a/metrics.jsonl');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cmg-page-'));
    heads = await trainRun(components, join(folder, 'runs/a'));
    await cp(join(folder, 'runs/a'), join(folder, 'runs/b'), { recursive: true });
    await mkdir(join(folder, 'runs/c'));
    await cp(join(folder, 'runs/a/config.yaml'), join(folder, 'runs/c/config.yaml'));
    await writeFile(join(folder, 'runs/c/checkpoint.safetensors'), 'broken');
    served = await explore([join(folder, 'runs')], { components, heads: [heads], port: 0 });
    await writeFile(join(folder, 'tone.wav'), tone());
    const microphone = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'];
    const args = ['--no-sandbox', ...microphone, `--use-file-for-fake-audio-capture=${join(folder, 'tone.wav')}`];
    browser = await chromium.launch({ executablePath: CHROMIUM!, args });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(10_000);
    complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 500/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (new URL(request.url()).hostname !== '127.0.0.1') complaints.push(request.url());
    });
  });
  afterEach(async () => {
    await page.close();
  });

  const open = async (hash: string, base = served.url) => {
    await page.goto(base + hash);
    await page.waitForSelector('main');
  };

  /** Until an expression is true; `waitForFunction` evaluates it in the page, whose policy forbids that. */
  async function until(expression: string): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!(await page.evaluate(expression))) {
      if (Date.now() > deadline) throw new Error(`never came: ${expression}`);
      await page.waitForTimeout(50);
    }
  }

  /** What axe-core finds serious. */
  async function serious(): Promise<string[]> {
    // By the debugger, which the page's policy does not concern.
    await page.evaluate(axe.source);
    return page.evaluate(`axe.run().then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`);
  }

  test('shows a code with its segments of all modalities; names are text', async () => {
    await open('#/codebook?run=0');
    const list = page.getByRole('region', { name: 'Codes', exact: true }).last();
    await list.getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('heading', { name: /^Code \d+$/ }).count()).toBe(1);
    expect(page.url()).toMatch(/code=\d+/);
    await page.goto(`${served.url}#/codebook?run=0&code=${await codeOfClass()}`);
    const sounds = page.getByRole('region', { name: 'Segments of audio' }).last();
    await sounds
      .getByRole('button', { name: /^Play audio, clip \d+, segment \d$/ })
      .first()
      .waitFor();
    await until(`[...document.querySelectorAll('.segments img')].some((image) => image.naturalWidth > 0)`);
    await page.getByRole('combobox', { name: 'Class', exact: true }).selectOption({ label: CLASSES[0]! });
    expect(await page.getByText(CLASSES[0]!).count()).toBeGreaterThan(0);
    expect(await page.title()).toBe('cmg explore');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(await serious()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  /** A code that stands for the first class. */
  async function codeOfClass(): Promise<string> {
    await page.getByRole('combobox', { name: 'Class', exact: true }).selectOption({ label: CLASSES[0]! });
    const code = await page.locator('.window.codes .line b').first().textContent();
    await page.getByRole('combobox', { name: 'Class', exact: true }).selectOption('');
    return code ?? '';
  }

  test('zooms the map by keys, and steps through a clip by arrows', async () => {
    await open('#/codebook?run=0');
    const map = page.getByRole('application');
    const radius = () =>
      page.evaluate(`Math.max(...[...document.querySelectorAll('.map circle')].map((one) => Number(one.getAttribute('r'))))`);
    const before = (await radius()) as number;
    await map.press('+');
    await until(`Math.max(...[...document.querySelectorAll('.map circle')].map((one) => Number(one.getAttribute('r')))) > ${before}`);
    await open('#/clips?run=0&clip=4');
    const timeline = page.getByRole('group', { name: /^Timeline of clip 4/ });
    await timeline.press('ArrowRight');
    await timeline.press('ArrowRight');
    await page.getByText(/^Segment 2: audio code \d+/).waitFor({ state: 'attached' });
    expect(await page.locator('mark').textContent()).toBe('<b>bold</b>');
    await page.getByRole('group', { name: /^Timeline/ }).press('ArrowDown');
    await page.getByRole('heading', { name: /^Clip 5/ }).waitFor();
    expect(await page.getByText('classification by audio (its own)').count()).toBe(1);
    await until(`document.querySelectorAll('.said .events span').length >= 3`);
    expect(await serious()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('follows a run that trains, and one that comes', async () => {
    await open('#/live');
    await page.getByText('24 of 24').first().waitFor();
    const last = (await readFile(metrics(), 'utf8')).trimEnd().split('\n').at(-1)!;
    const next = { ...(JSON.parse(last) as object), step: 34, totalSteps: 40 };
    await appendFile(metrics(), `${JSON.stringify(next)}\n`);
    await page.getByText('34 of 40').waitFor();
    expect(await page.locator('.card .state.training').count()).toBe(1);
    expect(await page.locator('.card').filter({ hasText: '34 of 40' }).locator('svg').count()).toBeGreaterThanOrEqual(3);
    await cp(join(folder, 'runs/b'), join(folder, 'runs/d'), { recursive: true });
    await page.getByRole('checkbox', { name: /^d / }).waitFor();
    expect(await serious()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('compares two runs on one clip', async () => {
    await open('#/compare?a=0&b=1');
    await page.getByRole('row', { name: /^in use/ }).waitFor();
    const [first, second] = await page
      .getByRole('row', { name: /^steps trained/ })
      .getByRole('cell')
      .allTextContents();
    expect([first, second]).toEqual(['24', '24']);
    expect(await page.locator('.side table').count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  test('runs the model on words that are typed, a sound that is chosen and a picture that is drawn', async () => {
    await open('#/try?run=0');
    await tryWords();
    await page.locator('input[accept="audio/*"]').setInputFiles({ name: 'tone.wav', mimeType: 'audio/wav', buffer: tone() });
    await page.getByText('Heads that learned from labels of audio').waitFor();
    const { x, y } = (await page.locator('.drawing canvas').boundingBox())!;
    await page.mouse.move(x + 30, y + 30);
    await page.mouse.down();
    await page.mouse.move(x + 90, y + 120, { steps: 3 });
    await page.mouse.up();
    await page.getByText('Heads that never saw a label of video').waitFor();
    expect(await page.getByRole('region', { name: /^Clips of/ }).count()).toBe(3);
    await page.locator('input[accept="image/*"]').setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no') });
    await page.getByText('This is not a picture that this browser reads.').waitFor();
    expect(await serious()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('listens to the microphone, a second at a time, until it is told to stop', async () => {
    await open('#/try?run=0');
    await page.getByRole('button', { name: 'Listen', exact: true }).click({ timeout: 30_000 });
    const seconds = page.getByRole('list', { name: 'Seconds, the newest first' }).getByRole('listitem');
    await seconds.nth(1).waitFor();
    // A code, and what the head says of the last seconds.
    expect(await seconds.first().textContent()).toMatch(/^0:\d\d\d+.+ 0\.\d\d/);
    expect(await page.getByText(/^A second was told after \d+ ms\.$/).count()).toBe(1);
    await page.getByRole('button', { name: 'Stop listening' }).click();
    await page.getByText('the microphone is off').waitFor();
    const count = await seconds.count();
    await page.waitForTimeout(1200);
    expect(await seconds.count()).toBe(count);
    expect(await serious()).toEqual([]);
    await page.getByRole('textbox').fill('the old house');
    await page.getByRole('heading', { name: 'Its codes' }).waitFor();
    expect(await seconds.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  async function tryWords(): Promise<void> {
    await page.getByRole('textbox').fill('the old house');
    await page.getByText('Heads that never saw a label of text').waitFor({ timeout: 30_000 });
    expect(await page.locator('.own-codes a').count()).toBe(4);
    expect(await page.locator('.heads b').textContent()).toContain(' 0.');
  }

  /** A second of 440 Hz: 16 bits, one channel, 8000 samples a second. */
  function tone(): Buffer {
    const wav = Buffer.alloc(44 + 16_000);
    wav.write('RIFF', 0, 'latin1');
    wav.writeUInt32LE(wav.length - 8, 4);
    wav.write('WAVEfmt ', 8, 'latin1');
    [16, 1 + (1 << 16), 8000, 16_000, 2 + (16 << 16)].forEach((word, i) => wav.writeUInt32LE(word, 16 + 4 * i));
    wav.write('data', 36, 'latin1');
    wav.writeUInt32LE(16_000, 40);
    for (let i = 0; i < 8000; i++) wav.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / 8000)), 44 + 2 * i);
    return wav;
  }

  test('says what is wrong with a broken run; the others are there', async () => {
    await open('#/codebook?run=2');
    await page.getByRole('alert').getByText('checkpoint.safetensors').waitFor();
    await page.getByRole('combobox', { name: 'Run', exact: true }).selectOption('0');
    await page.getByText(/codes are used by held-out clips/).waitFor();
  });

  test.each([320, 3840])('fits a width of %i, in the dark', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const view of ['live', 'codebook?run=0', 'clips?run=0', 'compare?a=0&b=1']) {
      await open(`#/${view}`);
      await page.locator('main svg, main table').first().waitFor();
      expect([view, await page.evaluate('document.scrollingElement.scrollWidth')]).toEqual([view, width]);
    }
    expect(await serious()).toEqual([]);
  });

  test('waits for a server that is gone, and goes on with the next', async () => {
    const own = await explore([join(folder, 'runs')], { components, port: 0 });
    await open('#/live', own.url);
    await page.getByText('of 40').waitFor();
    await own.close();
    await page.getByText('The server does not answer').waitFor();
    const again = await explore([join(folder, 'runs')], { components, port: Number(new URL(own.url).port) });
    try {
      await page.getByText('The server does not answer').waitFor({ state: 'detached' });
      await page.getByText('of 40').waitFor();
    } finally {
      await again.close();
    }
  });

  test('is the same as a static site, in any folder of any server', async () => {
    const runs = join(folder, 'runs/a');
    const { files, bytes } = await exportSite([runs], join(folder, 'site/inner'), { components, heads: [heads], clips: 3 });
    expect(files).toBeGreaterThan(30);
    expect(bytes).toBeLessThan(6_000_000);
    const server = await staticServer(join(folder, 'site'));
    try {
      await open('#/clips?clip=2', `${server.url}inner/`);
      await page.getByText('the first 3 of 12 are here').waitFor();
      await until(`document.querySelectorAll('.said .events span').length >= 3`);
      await open('#/live', `${server.url}inner/`);
      await page.getByText('34 of 40').waitFor();
      await open('#/try', `${server.url}inner/`);
      await tryWords();
      expect(complaints).toEqual([]);
    } finally {
      await server.close();
    }
  });
});
