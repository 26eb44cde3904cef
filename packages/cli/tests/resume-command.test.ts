import { resumeCommand } from '../src/resume-command.js';

test('says again all that was said of the run, so that no other one is resumed', () => {
  expect(resumeCommand({ config: 'my.yaml', out: 'runs' })).toBe('cmg pretrain --config my.yaml --resume');
  const changes = { set: ['name=long', 'training.epochs=9'], without: ['cmcm'], add: ['{use: infonce, weight: 2}'] };
  expect(resumeCommand({ config: "it's.yaml", out: 'other', seed: 0, ...changes })).toBe(
    "cmg pretrain --config 'it'\\''s.yaml' --set name=long --set training.epochs=9 --without cmcm --add '{use: infonce, weight: 2}' --out other --seed 0 --resume",
  );
});
