declare module '@cmg/report' {
  export interface Difference {
      readonly mean: number;
      readonly interval: readonly [
          low: number,
          high: number
      ] | null;
  }
  export interface FindingRows {
      readonly own: string;
      readonly contrast: string;
  }
  export interface FormatTableOptions {
      readonly colour?: boolean;
  }
  export interface HeadlineColumn {
      readonly label: string;
      readonly title: string;
      readonly kind: 'transfer' | 'mean' | 'bound' | 'codes' | 'shared' | 'seconds';
      readonly chance: number | null;
      readonly pair?: Pair;
  }
  export interface HeadlineReference {
      readonly label: string;
      readonly kind: 'floor' | 'ceiling';
      readonly values: readonly (number | null)[];
  }
  export interface HeadlineRow {
      readonly label: string;
      readonly cells: readonly (Spread | null)[];
      readonly difference: Difference | null;
      readonly published?: readonly (number | null)[];
  }
  export interface HeadlineTable {
      readonly task: string;
      readonly score: string;
      readonly columns: readonly HeadlineColumn[];
      readonly rows: readonly HeadlineRow[];
      readonly references: readonly HeadlineReference[];
      readonly reference: string | null;
  }
  // headline-table
  interface Pair {
      readonly from: string;
      readonly to: string;
  }
  export interface PrincipalPlane {
      readonly points: readonly (readonly [
          number,
          number
      ])[];
      readonly explained: readonly [
          number,
          number
      ];
  }
  export interface ReportData {
      readonly title: string;
      readonly summary: string;
      readonly modalities: readonly string[];
      readonly runs: readonly ReportRun[];
      readonly reference?: string;
      readonly findings?: readonly string[];
      readonly published?: readonly ReportPublished[];
      readonly config: string;
      readonly environment: Readonly<Record<string, string>>;
      readonly command: string;
  }
  export interface ReportExample {
      readonly code: number;
      readonly segments: readonly {
          readonly modality: string;
          readonly clip: number;
          readonly segment: number;
          readonly class: number;
          readonly media: ReportMedia;
      }[];
  }
  export type ReportMedia = {
      readonly kind: 'picture';
      readonly png: string;
  } | {
      readonly kind: 'sound';
      readonly wav: string;
      readonly spectrogram: string;
  } | {
      readonly kind: 'words';
      readonly before: string;
      readonly text: string;
      readonly after: string;
  };
  export interface ReportMetrics {
      readonly step: number;
      readonly total: number;
      readonly losses: Readonly<Record<string, number>>;
      readonly validation?: {
          readonly clips: number;
          readonly total: number;
          readonly retrieval?: {
              readonly mean: number;
              readonly chance: number;
          };
          readonly codes: {
              readonly used: Readonly<Record<string, number>>;
              readonly usedByAll: number;
          };
      };
  }
  export interface ReportProbe {
      readonly task: string;
      readonly modality: string;
      readonly score: number;
  }
  export interface ReportPublished {
      readonly task: string;
      readonly directions: readonly (readonly [
          from: string,
          to: string
      ])[];
      readonly rows: Readonly<Record<string, readonly number[]>>;
  }
  export interface ReportRun {
      readonly name: string;
      readonly label: string;
      readonly seeds: readonly ReportSeed[];
      readonly config?: RunConfig;
  }
  export interface ReportSample {
      readonly modalities: readonly string[];
      readonly classes: readonly number[];
      readonly semantic: readonly (readonly number[])[];
  }
  export interface ReportSeed {
      readonly seed: number;
      readonly transfer: readonly TransferResult[];
      readonly probes?: readonly ReportProbe[];
      readonly codes: SplitCodeUse;
      readonly embedding: readonly (readonly number[])[];
      readonly segments?: ReportSegments;
      readonly seconds: number;
      readonly metrics: readonly ReportMetrics[];
  }
  export interface ReportSegments {
      readonly classes: readonly string[];
      readonly codeClasses: readonly (readonly number[])[];
      readonly sample: ReportSample;
      readonly examples: readonly ReportExample[];
  }
  export const TABLE_FORMATS: readonly [
      "text",
      "csv",
      "json",
      "markdown",
      "latex"
  ];
  export type TableData = Pick<ReportData, 'modalities' | 'runs' | 'reference' | 'published'>;
  export type TableFormat = (typeof TABLE_FORMATS)[number];
  export function findings(table: HeadlineTable, names: FindingRows): string[];
  export function formatTable(data: TableData, { colour }?: FormatTableOptions): string;
  export function headlineTables(data: TableData): HeadlineTable[];
  export function principalPlane(rows: readonly (readonly number[])[]): PrincipalPlane;
  export function renderReport(data: ReportData): string;
  export function tablesAs(format: TableFormat, data: TableData, options?: FormatTableOptions): string;
  export function writeReport(directory: string, data: ReportData): Promise<string>;
}
