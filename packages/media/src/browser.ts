export { backgroundOption } from './decode/background.js';
export { fitClip, LENGTHS, type Length, type Timeline, type Window } from './length/fit-clip.js';
