/** @typedef {{ id: string, vector: Float32Array }} Item */
/**
 * What is measured of a store.
 *
 * @typedef {{ add(items: readonly Item[]): Promise<unknown>, reopen(): Promise<unknown>, search(query: Float32Array): unknown,
 *   remove(id: string): Promise<unknown>, close?(): Promise<unknown> }} Store
 */
/**
 * `node benchmarks/search/run.mjs [--clips 100000] [--width 128]`: adding, reopening, searching and deleting in an index, beside
 * LanceDB where it is installed (`npm install --no-save @lancedb/lancedb@0.31.0`). Needs a build.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { VectorIndex } from '@cmg/search';

const { values } = parseArgs({ options: { clips: { type: 'string', default: '100000' }, width: { type: 'string', default: '128' } } });
const clips = Number(values.clips);
const width = Number(values.width);
const BATCH = 10_000;
const QUERIES = 100;
/** Not a dependency: who compares installs it. */
const LANCEDB = '@lancedb/lancedb';

const vector = () => Float32Array.from({ length: width }, () => Math.random() - 0.5);
const queries = Array.from({ length: QUERIES }, vector);
const folder = mkdtempSync(join(tmpdir(), 'cmg-search-bench-'));
try {
  const head = ['store', 'add all, s', 'reopen, ms', 'search, ms (median)', 'search, ms (worst)', 'add one, ms', 'remove one, ms'];
  const rows = [head, head.map(() => '---')];
  rows.push(['@cmg/search', ...(await measure(await ours()))]);
  const lance = await import(LANCEDB).catch(() => undefined);
  if (lance) rows.push(['LanceDB', ...(await measure(await lancedb(lance)))]);
  console.log(`${clips} vectors of width ${width}, the 10 nearest by cosine\n`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {Store} store */
async function measure(store) {
  const add = await timed(async () => {
    for (let first = 0; first < clips; first += BATCH) {
      await store.add(Array.from({ length: Math.min(BATCH, clips - first) }, (_, i) => ({ id: `clip ${first + i}`, vector: vector() })));
    }
  });
  const reopen = await timed(() => store.reopen());
  /** @type {number[]} */
  const searches = [];
  for (const query of queries) searches.push(await timed(() => store.search(query)));
  searches.sort((a, b) => a - b);
  const one = await timed(() => store.add([{ id: 'one', vector: vector() }]));
  const remove = await timed(() => store.remove('clip 5'));
  await store.close?.();
  return [(add / 1000).toFixed(2), ...[reopen, searches[QUERIES / 2], searches.at(-1), one, remove].map((ms = NaN) => ms.toFixed(1))];
}

/** @param {() => unknown} work */
async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** @returns {Promise<Store>} */
async function ours() {
  const path = join(folder, 'ours');
  let index = await VectorIndex.open(path, { write: true, create: { width, about: {} } });
  return {
    add: (items) => index.add(items.map((item) => ({ ...item, modality: 'audio' }))),
    async reopen() {
      await index.close();
      index = await VectorIndex.open(path, { write: true });
    },
    search: (query) => index.search(query, 10),
    remove: (id) => index.remove([{ id, modality: 'audio' }]),
    close: () => index.close(),
  };
}

/**
 * @param {any} library
 * @returns {Promise<Store>}
 */
async function lancedb({ connect }) {
  const path = join(folder, 'lance');
  /** @type {any} */
  let table;
  return {
    async add(items) {
      const rows = items.map((item) => ({ id: item.id, vector: Array.from(item.vector) }));
      if (table) await table.add(rows);
      else table = await (await connect(path)).createTable('clips', rows);
    },
    async reopen() {
      table = await (await connect(path)).openTable('clips');
    },
    search: (query) => table.query().nearestTo(Array.from(query)).distanceType('cosine').limit(10).toArray(),
    remove: (id) => table.delete(`id = '${id}'`),
  };
}
