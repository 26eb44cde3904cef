import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHead } from '@cmg/tasks';
import { readCheckpoint } from '@cmg/trainer';
import { modelCard } from '../src/index.js';
import { smallRun } from './support/small-run.js';

describe('modelCard', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'cmg-card-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const facts = async () => {
    const { run, heads } = await smallRun(folder);
    const { info } = await readCheckpoint(join(run, 'checkpoint.safetensors'));
    const { description } = await readHead(join(heads, 'classification-audio-seed-0'));
    return { info, heads: [description], licence: 'cc-by-4.0', source: 'hf:me/mine' };
  };

  it('says what the run is, how to use it, what it scored, on what, and by which config', async () => {
    const card = modelCard(await facts());
    expect(card.split('\n').slice(0, 9)).toEqual([
      '---',
      'library_name: cmg',
      'license: cc-by-4.0',
      'tags: ["cross-modal","discrete-codes","audio","video"]',
      '---',
      '',
      '# small',
      '',
      '16 codes of width 8, shared by audio, video: learned from paired clips without any label by',
    ]);
    expect(card).toContain('| classification | audio | video | test | 0 | accuracy 87.5 | 12.2 |');
    expect(card).toContain('- Data: digits, 48 clips of 10 segments; fingerprint f00d.');
    expect(card).toContain('- Features of a segment: audio \\[128\\], video \\[7, 7, 512\\].');
    expect(card).toContain('- 12 steps, 2 epochs, seed 5; trainer 0.1.0, backend tensorflow.');
    expect(card).toContain('cmg pull hf:me/mine --out runs/small');
    expect(card).toMatch(/```yaml\nname: small\nseed: 5\n[^]*\n```\n\n## Licence\n\ncc-by-4\.0\n$/);
  });

  it('shows text of somebody else as text', async () => {
    const { info, ...rest } = await facts();
    const config = { ...info.config, name: 'a | *b*\n# c', data: { use: '<script>', options: { note: '```\n# out' } } };
    const card = modelCard({ ...rest, heads: [], info: { ...info, config } });
    expect(card).toContain('# a \\| \\*b\\*\\\\u000a\\# c\n');
    expect(card).toContain('- Data: \\<script\\>, ');
    expect(card).toContain('\n````yaml\n');
    expect(card).toContain('No head is shared with it.');
  });
});
