export { type PrincipalPlane, principalPlane } from './charts/principal-plane.js';
export type { Difference } from './headline/difference.js';
export { findings, type FindingRows } from './headline/findings.js';
export { formatTable, type FormatTableOptions } from './headline/format-table.js';
export {
  headlineTables,
  type HeadlineColumn,
  type HeadlineReference,
  type HeadlineRow,
  type HeadlineTable,
  type TableData,
} from './headline/headline-table.js';
export { TABLE_FORMATS, type TableFormat, tablesAs } from './headline/tables-as.js';
export { renderReport } from './page/render-report.js';
export type {
  ReportData,
  ReportExample,
  ReportMedia,
  ReportMetrics,
  ReportProbe,
  ReportPublished,
  ReportRun,
  ReportSample,
  ReportSeed,
  ReportSegments,
} from './report-data.js';
export { writeReport } from './write-report.js';
