export { backgroundOption } from './decode/background.js';
export { isBlock } from './decode/blocks-of.js';
export { fitClip, LENGTHS, type Length, type Timeline, type Window } from './length/fit-clip.js';
export { fitFeatures, type OwnFeatures } from './length/fit-features.js';
export { LastSegments } from './length/last-segments.js';
