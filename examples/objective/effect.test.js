import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

test('codes are shared with the objective, and not without', () => {
  execSync('npm start', { stdio: 'inherit' });
  const lines = readFileSync('runs/with/metrics.jsonl', 'utf8').trim().split('\n');
  const [first, last] = [lines[0], lines.at(-1)].map((line) => JSON.parse(line).losses['barlow-twins/audio-text']);
  assert.ok(last < first / 3, `the loss went from ${first} to ${last}`);

  const [shared, apart] = ['with', 'without'].map((run) => {
    const [{ measures }] = JSON.parse(execSync(`npx cmg transfer --run runs/${run} --from audio --to text --json`, { encoding: 'utf8' }));
    return measures.scores.accuracy;
  });
  assert.ok(shared > 30, `with: ${shared} %, chance 10 %`);
  assert.ok(apart < 20, `without: ${apart} %, chance 10 %`);
});
