import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { test } from 'node:test';

test('what was learnt from labels of sound holds for the sensor', () => {
  execSync('npm start', { stdio: 'inherit' });
  const scores = execSync('npx cmg transfer --run runs/imu --from audio --to imu --json', { encoding: 'utf8' });
  const [{ clips, measures }] = JSON.parse(scores);
  assert.equal(clips, 60);
  assert.ok(measures.scores.accuracy > 70, `accuracy is ${measures.scores.accuracy} %, chance ${measures.chance} %`);
});
