import { ifThere, readJson, writeFileAtomic } from '@cmg/formats';
import { join } from 'node:path';
import { z } from 'zod';

const kept = z.object({
  /** The run's name on the server. */
  id: z.string().min(1),
  /** The last step that the server has. */
  step: z.int().min(0),
  /** Records that it has. */
  lines: z.int().min(0),
});

/** What the server knows of a run: a run that is resumed goes on there, and no step is sent twice. */
export type KeptRun = Readonly<z.infer<typeof kept>>;

/** The file `<logger>.json` in the run's folder. */
export class RunMemory {
  private readonly file: string;

  constructor(folder: string, logger: string) {
    this.file = join(folder, `${logger}.json`);
  }

  read(): Promise<KeptRun | undefined> {
    return ifThere(
      readJson(this.file, kept, { what: 'what a logger knows of its run', hint: 'Delete it: the run is then sent as another one.' }),
    );
  }

  write(run: KeptRun): Promise<void> {
    return writeFileAtomic(this.file, `${JSON.stringify(run)}\n`);
  }
}
