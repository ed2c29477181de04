import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How a `CloudFormationServer` is started. */
export interface CloudFormationServerOptions {
  /** @default the program beside this file */
  readonly program?: string;
  /**
   * Time in which it must listen.
   * @default a minute, in which a busy machine starts it
   */
  readonly deadlineMs?: number;
}

/** A simulation of AWS on a free port of this machine, which deploys what it knows and records the rest. */
export class CloudFormationServer {
  /** Types of resources that were recorded without being made. */
  readonly recordedTypes = new Set<string>();

  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
  ) {}

  /** Starts one; whatever happens afterwards, `stop` it. */
  static async start({
    program = join(__dirname, 'cloudformation_server.py'),
    deadlineMs = 60_000,
  }: CloudFormationServerOptions = {}): Promise<CloudFormationServer> {
    const child = spawn('python3', [program], { stdio: ['ignore', 'pipe', 'pipe'] });
    const deadline = setTimeout(() => child.kill('SIGKILL'), deadlineMs);
    const said: string[] = [];
    try {
      for await (const line of createInterface({ input: child.stderr })) {
        said.push(line);
        const [, port] = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
        if (port === undefined) continue;
        child.stderr.resume();
        const server = new CloudFormationServer(Number(port), child);
        createInterface({ input: child.stdout }).on('line', (text) => server.note(text));
        return server;
      }
    } finally {
      clearTimeout(deadline);
    }
    child.kill('SIGKILL');
    throw new Error(`the server ended before it listened: ${said.join('\n')}`);
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private note(line: string): void {
    const recorded = /^recorded (\S+)/.exec(line)?.[1];
    if (recorded !== undefined) this.recordedTypes.add(recorded);
  }
}
