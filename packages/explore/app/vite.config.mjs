import { defineConfig } from 'vite';
import { licences } from './licences-plugin.mjs';

export default defineConfig({
  root: import.meta.dirname,
  // An exported site lies in any folder of a web server.
  base: './',
  plugins: [licences()],
  build: {
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    assetsInlineLimit: 0,
    rollupOptions: {
      // What a dependency notes for another bundler.
      onwarn: (warning, warn) => warning.code !== 'INVALID_ANNOTATION' && warn(warning),
    },
  },
  logLevel: 'warn',
});
