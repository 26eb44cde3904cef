export { explore, type ExploreOptions } from './explore.js';
export { type ExportedSite, exportSite, type ExportSiteOptions } from './export-site.js';
export type { Served } from './server/serve.js';
