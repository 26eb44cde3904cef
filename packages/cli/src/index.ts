export { createContainer, resolveComponents } from './composition-root.js';
export { main } from './main.js';
