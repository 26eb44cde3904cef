export { FRAME_SIDE, LetterNetwork } from './extract/letter-network.js';
