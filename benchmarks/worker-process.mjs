/** @import { Answers } from './types.ts' */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that runs one case and answers a line of JSON with a line of JSON. */
export class WorkerProcess {
  #child;
  #lines;
  #errors = '';

  /**
   * @param {string} command
   * @param {readonly string[]} args
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(command, args, env) {
    this.#child = spawn(command, [...args], { cwd: import.meta.dirname, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.on('error', (error) => (this.#errors += error.message));
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (data) => (this.#errors = (this.#errors + data).slice(-2000)));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * @template {keyof Answers} Request
   * @param {Request} request
   * @param {unknown} value
   * @returns {Promise<Answers[Request]>}
   * @throws Error with the end of the process's messages where it fails or dies
   */
  async ask(request, value) {
    this.#child.stdin.write(`${JSON.stringify({ [request]: value })}\n`);
    for (;;) {
      const line = await this.#lines.next();
      if (line.done) throw new Error(`the process ended: ${this.#errors.trim()}`);
      if (!line.value.startsWith('{')) continue;
      /** @type {Answers[Request] & { error?: string }} */
      const reply = JSON.parse(line.value);
      if (reply.error !== undefined) throw new Error(reply.error);
      return reply;
    }
  }

  close() {
    this.#child.kill();
  }
}
