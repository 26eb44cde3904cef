declare module '@cmg/formats' {
  export interface CsvFormat {
      readonly columns: readonly string[];
      readonly delimiter?: ',' | '\t';
  }
  export interface CsvRow extends TableRow {
      readonly values: readonly string[];
  }
  export type Dtype = 'float16' | 'bfloat16' | 'float32' | 'float64' | 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'uint16' | 'uint32' | 'uint64' | 'bool';
  export interface FileArray {
      readonly dtype: Dtype;
      readonly shape: readonly number[];
      readonly data: FileArrayData;
  }
  export type FileArrayData = Float32Array | Float64Array | Int8Array | Int16Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array | Uint32Array | BigUint64Array;
  export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  export const LARGEST_HALF = 65504;
  export interface NpyHeader {
      readonly descr: string;
      readonly fortranOrder: boolean;
      readonly shape: readonly number[];
      readonly end: number;
  }
  export class NpyRows {
      readonly dtype: Dtype;
      readonly where: string;
      static open(chunks: AsyncIterable<Uint8Array>, size: number, where: string): Promise<NpyRows>;
      get shape(): readonly number[];
      all(): Promise<FileArray>;
      rows(count: number, range?: {
          readonly first: number;
          readonly end: number;
      }): AsyncGenerator<FileArray>;
      close(): Promise<void>;
  }
  export interface OwnFile {
      readonly what: string;
      readonly hint: string;
  }
  export type PathKind = Readonly<Record<'isFile' | 'isDirectory' | 'isFIFO' | 'isSocket' | 'isCharacterDevice' | 'isBlockDevice', () => boolean>>;
  export abstract class PickleOpaque {
      abstract readonly name: string;
  }
  export interface PickleOptions {
      readonly where: string;
  }
  export type PickleValue = null | boolean | number | bigint | string | Uint8Array | FileArray | PickleOpaque | PickleValue[] | Map<PickleValue, PickleValue>;
  export class RegularFile {
      readonly path: string;
      readonly size: number;
      readonly mtimeMs: number;
      static open(path: string): Promise<RegularFile>;
      static with<T>(path: string, use: (file: RegularFile) => Promise<T>): Promise<T>;
      read(start: number, end: number): Promise<Uint8Array>;
      stream(start?: number, end?: number): AsyncGenerator<Uint8Array>;
      close(): Promise<void>;
  }
  export interface RowRange {
      readonly first: number;
      readonly end: number;
  }
  export interface RowReport {
      error(where: string, what: string): void;
  }
  export interface RowsToWrite {
      readonly shape: readonly number[];
      readonly type: new () => NumberData;
      readonly name: string;
      readonly rows: AsyncIterable<NumberData>;
  }
  export interface Safetensors {
      readonly tensors: ReadonlyMap<string, NdArray>;
      readonly metadata: Readonly<Record<string, string>>;
  }
  export class SafetensorsFile {
      static with<T>(path: string, use: (tensors: SafetensorsFile) => Promise<T>): Promise<T>;
      get names(): IterableIterator<string>;
      get metadata(): Readonly<Record<string, string>>;
      shape(name: string): readonly number[];
      read(name: string): Promise<NdArray>;
      rows(name: string, begin: number, end: number): Promise<NdArray>;
  }
  export interface Shard {
      readonly index: number;
      readonly of: number;
  }
  export interface Share {
      readonly shard?: Shard;
  }
  export type SharedOutcome = 'finished' | 'interrupted' | 'waiting';
  export interface SharedWork<Outcome> extends Share {
      readonly room: string;
      readonly job: unknown;
      readonly folder?: string;
      readonly parts: readonly string[];
      readonly jobs?: number;
      readonly signal?: AbortSignal | undefined;
      work(part: string, takenOver: boolean): Promise<Outcome | undefined>;
      merge(outcomes: readonly Outcome[]): Promise<void>;
      readonly salvage?: (room: string) => Promise<void>;
  }
  export interface TableRow {
      readonly where: string;
      readonly fields: Readonly<Record<string, string>>;
  }
  export type TorchTree = null | boolean | number | bigint | string | NdArray | FileArray | readonly TorchTree[] | ReadonlyMap<string | number, TorchTree>;
  export const WRITER_LOCK = "writer.lock";
  export class ZipArchive {
      readonly file: string;
      static open(file: string, { maxEntryBytes, storedOnly }?: ZipLimits): Promise<ZipArchive>;
      get names(): string[];
      get size(): number;
      has(name: string): boolean;
      sizeOf(name: string): number;
      stream(name: string): AsyncGenerator<Uint8Array>;
      read(name: string): Promise<Uint8Array>;
      close(): void;
      where(name: string): string;
  }
  export interface ZipContent {
      readonly name: string;
      readonly size: number;
      readonly content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  }
  export interface ZipEntryContent {
      readonly name: string;
      readonly bytes: Uint8Array;
  }
  export interface ZipLimits {
      readonly maxEntryBytes?: number;
      readonly storedOnly?: boolean;
  }
  export function decodeElements(bytes: Uint8Array, dtype: Dtype, bigEndian?: boolean): FileArrayData;
  export function decodeNpy(bytes: Uint8Array, file: string): NdArray;
  export function decodeNpyHeader(bytes: Uint8Array, file: string): NpyHeader;
  export function decodePickle(bytes: Uint8Array, { where }: PickleOptions): PickleValue;
  export function decodeSafetensors(bytes: Uint8Array, where: string, wanted?: (_name: string) => boolean): Safetensors;
  export function decodeText(bytes: Uint8Array, where: string): string;
  export function encodeNpy({ shape, data }: NdArray): Uint8Array[];
  export function encodeNpyHeader(type: NumberData, shape: readonly number[]): Uint8Array;
  export function encodeSafetensors(tensors: Iterable<readonly [
      string,
      NdArray
  ]>, metadata?: Readonly<Record<string, string>>, halved?: (_name: string) => boolean): Uint8Array[];
  export const exists: (path: string) => Promise<boolean>;
  export function expectFile(path: string): Promise<void>;
  export function fileHash(file: string): Promise<string>;
  export function fileNameOf(text: string): string;
  export function freeFolder(folder: string): Promise<void>;
  export function ifThere<T>(reading: Promise<T>): Promise<T | undefined>;
  export function isFileArray(value: unknown): value is FileArray;
  export function lockFolder(folder: string): Promise<() => Promise<void>>;
  export function npyHeaderLength(bytes: Uint8Array, file: string): number;
  export function parseJson<Schema extends z.ZodType>(text: string, schema: Schema, where: string, { what, hint }: OwnFile): z.output<Schema>;
  export function pictureFormat(path: string): Promise<string>;
  export function readBytes(path: string, most?: number): Promise<Uint8Array>;
  export function readCsv(file: string, { columns, delimiter }: CsvFormat, report: RowReport): Promise<CsvRow[]>;
  export function readJson<Schema extends z.ZodType>(path: string, schema: Schema, about: OwnFile): Promise<z.output<Schema>>;
  export function readNpyRows(file: string, count: number, { first, end }: RowRange, name?: string): AsyncGenerator<FileArray>;
  export function readNpz(file: string): Promise<Map<string, FileArray>>;
  export function readPickleFile(file: string): Promise<PickleValue>;
  export function readRows(file: string, columns: readonly string[], report: RowReport): Promise<readonly TableRow[]>;
  export function readSafetensors(path: string, wanted?: (_name: string) => boolean): Promise<Safetensors>;
  export function readTensors(file: string, wanted?: (name: string) => boolean): Promise<ReadonlyMap<string, NdArray>>;
  export function readText(path: string, most?: number): Promise<string>;
  export function readTorch(file: string): Promise<PickleValue>;
  export function readZipEntry(file: string, name?: string, limits?: ZipLimits): Promise<ZipEntryContent>;
  export function refuseOthers(path: string, kind: PathKind): void;
  export function refuseShared(room: string, what?: string): Promise<void>;
  export function removeRoom(room: string): Promise<void>;
  export function shareWork<Outcome>(options: SharedWork<Outcome>): Promise<SharedOutcome>;
  export function toNdArray({ dtype, shape, data }: FileArray, where: string): NdArray;
  export function unreadable(path: string, cause: Error & {
      readonly code?: string | undefined;
  }): CmgError;
  export function withLockedFolder<T>(folder: string, work: () => Promise<T>): Promise<T>;
  export function withNpyRows<T>(file: string, use: (rows: NpyRows) => Promise<T>, name?: string): Promise<T>;
  export function withPlainNames<T>(state: Iterable<readonly [
      string,
      T
  ]>, where: string): Map<string, T>;
  export function writeCache(file: string, content: FileContent): Promise<void>;
  export function writeFileAtomic(file: string, content: FileContent): Promise<void>;
  export function writeFolderAtomic(folder: string, fill: (draft: string) => Promise<void>): Promise<void>;
  export function writeNpz(file: string, arrays: Iterable<readonly [
      string,
      NdArray
  ]>): Promise<void>;
  export function writeRows(file: string, { shape, type, name, rows }: RowsToWrite): Promise<void>;
  export function writeTorch(file: string, tree: TorchTree): Promise<void>;
  export function writeZip(file: string, entries: readonly ZipContent[]): Promise<void>;
}
