import { describeExtractor } from '@cmg/core/testing';
import { sampleGraphModel, saveTfjsModel } from '@cmg/test-support';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audioTfjs } from '../src/index.js';

const root = await mkdtemp(join(tmpdir(), 'cmg-tfjs-'));
const model = join(root, 'ear');
await saveTfjsModel(model, sampleGraphModel(2, { scores: [1, 1], embedding: [1, 0, 0, 0, 1, 3] }));
afterAll(() => rm(root, { recursive: true }));

const open = (options: object) => audioTfjs.open(audioTfjs.options.parse({ model, sampleRate: 4, ...options }));

async function* samples(): AsyncGenerator<Float32Array> {
  yield Float32Array.of(0.1, 0.2, 0.3, 0.4);
}
const featuresOf = async (options: object) => {
  const session = await open(options);
  try {
    return {
      shape: session.featureShape,
      fingerprint: session.fingerprint,
      data: await session.extract({ kind: 'audio', segments: samples() }),
    };
  } finally {
    session.dispose();
  }
};

describeExtractor(audioTfjs, { options: { model, sampleRate: 4, layer: 'embedding' } });

describe('audioTfjs', () => {
  it("gives the mean of a node over the model's frames, and needs its name where there are several outputs", async () => {
    const { shape, data } = await featuresOf({ layer: 'embedding' });
    expect(shape).toEqual([3]);
    [0.2, 0.3, 0.9].forEach((value, i) => expect(data[i]).toBeCloseTo(value, 6));
    await expect(open({})).rejects.toThrow(/the model has the outputs (scores, embedding|embedding, scores)[^]*option 'layer'/);
    await expect(open({ layer: 'bark' })).rejects.toThrow(/the model has no layer 'bark'[^]*frames, scores, embedding/);
  });

  it('loads a model by URL, as from its folder', async () => {
    const server = createServer((request, response) => {
      readFile(join(root, request.url ?? '')).then(
        (bytes) => response.end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      expect(await featuresOf({ model: `${url}/ear`, layer: 'embedding' })).toEqual(await featuresOf({ layer: 'embedding' }));
      await expect(open({ model: `${url}/eye` })).rejects.toThrow('answers 404');
    } finally {
      server.close();
    }
  });

  it('reads no weights outside the folder of the model', async () => {
    const json = (await readFile(join(model, 'model.json'), 'utf8')).replace('weights.bin', '../weights.bin');
    await writeFile(join(model, 'leading-out.json'), json);
    await expect(open({ model: join(model, 'leading-out.json') })).rejects.toThrow("its weights '../weights.bin' are not beside it");
  });
});
