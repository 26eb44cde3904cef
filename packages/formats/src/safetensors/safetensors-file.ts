import { CmgError, type NdArray } from '@cmg/core';
import { RegularFile } from '../files/regular-file.js';
import { SafetensorsHeader, tensorOf } from './safetensors-header.js';

/** An open safetensors file of any size, of which only what is asked for is read. */
export class SafetensorsFile {
  private constructor(
    private readonly file: RegularFile,
    private readonly header: SafetensorsHeader,
    /** Where the header ends. */
    private readonly start: number,
  ) {}

  /**
   * Opens a file, and closes it when `use` is done.
   *
   * @throws CmgError that names the file and the tensor if the file is missing or its header is damaged
   */
  static with<T>(path: string, use: (tensors: SafetensorsFile) => Promise<T>): Promise<T> {
    return RegularFile.with(path, async (file) => {
      const length = SafetensorsHeader.lengthOf(await file.read(0, Math.min(8, file.size)), file.size, path);
      const start = 8 + length;
      const header = SafetensorsHeader.parse(await file.read(8, start), file.size - start, path);
      return use(new SafetensorsFile(file, header, start));
    });
  }

  get names(): IterableIterator<string> {
    return this.header.names;
  }

  get metadata(): Readonly<Record<string, string>> {
    return this.header.metadata;
  }

  /** @throws CmgError if there is no such tensor, or it is not of a type that this project reads */
  shape(name: string): readonly number[] {
    return this.header.entry(name).shape;
  }

  /** A tensor. @throws CmgError as {@link shape} does, or if it cannot be read */
  async read(name: string): Promise<NdArray> {
    const entry = this.header.entry(name);
    return tensorOf(entry, await this.file.read(this.start + entry.begin, this.start + entry.end));
  }

  /** The rows (of the first axis) of a tensor from `begin` to before `end`. */
  async rows(name: string, begin: number, end: number): Promise<NdArray> {
    const { dtype, shape, ...bytes } = this.header.entry(name);
    const [total = 0, ...rest] = shape;
    if (!(begin >= 0 && begin <= end && end <= total)) {
      throw new CmgError(`has rows 0 to ${total}, not ${begin} to ${end}`, { where: `${this.file.path}: tensor '${name}'` });
    }
    const row = total === 0 ? 0 : (bytes.end - bytes.begin) / total;
    const start = this.start + bytes.begin;
    return tensorOf({ dtype, shape: [end - begin, ...rest] }, await this.file.read(start + begin * row, start + end * row));
  }
}
