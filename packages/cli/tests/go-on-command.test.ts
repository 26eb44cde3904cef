import { goOnCommand } from '../src/go-on-command.js';

test('says again all that was said, so that the same thing goes on', () => {
  const argv = [
    'pretrain',
    '--config',
    "it's.yaml",
    '--add',
    '{use: infonce, weight: 2}',
    '--out',
    'runs',
    '--backend=wasm',
    '--seed',
    '0',
  ];
  const command = "cmg pretrain --config 'it'\\''s.yaml' --add '{use: infonce, weight: 2}' --out runs --backend=wasm --seed 0";
  expect(goOnCommand(argv)).toBe(command);
  expect(goOnCommand(argv, { add: '--resume' })).toBe(`${command} --resume`);
  expect(goOnCommand([...argv, '--resume'], { add: '--resume' })).toBe(`${command} --resume`);
});

test('leaves out what would begin anew', () => {
  expect(goOnCommand(['study', 'table1', '--fresh', '--jobs', '2'], { drop: '--fresh' })).toBe('cmg study table1 --jobs 2');
});
