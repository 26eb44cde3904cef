import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that runs one case and answers a line of JSON with a line of JSON. */
export class WorkerProcess {
  #child;
  #lines;
  #errors = '';

  constructor(command, args, env) {
    this.#child = spawn(command, args, { cwd: import.meta.dirname, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.on('error', (error) => (this.#errors += error.message));
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (data) => (this.#errors = (this.#errors + data).slice(-2000)));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws Error with the end of the process's messages where it fails or dies */
  async ask(request) {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`the process ended: ${this.#errors.trim()}`);
      if (!value.startsWith('{')) continue;
      const reply = JSON.parse(value);
      if (reply.error !== undefined) throw new Error(reply.error);
      return reply;
    }
  }

  close() {
    this.#child.kill();
  }
}
