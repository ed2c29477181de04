import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Time in which a busy machine starts the server. */
const START_DEADLINE_MS = 60_000;

/** A simulation of AWS on a free port of this machine. */
export class MotoServer {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts one; whatever happens afterwards, `stop` it. */
  static async start(): Promise<MotoServer> {
    const child = spawn('moto_server', ['-p', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.resume();
    const deadline = setTimeout(() => child.kill(), START_DEADLINE_MS);
    try {
      for await (const line of createInterface({ input: child.stderr })) {
        const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
        if (url === undefined) continue;
        child.stderr.resume();
        return new MotoServer(url, child);
      }
    } finally {
      clearTimeout(deadline);
    }
    throw new Error('moto_server ended before it listened');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
