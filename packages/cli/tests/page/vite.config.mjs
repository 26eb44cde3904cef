/** Bundles the page quickly: as it is, without the search for what could be left out. */
export default { build: { minify: false, rollupOptions: { treeshake: false } } };
