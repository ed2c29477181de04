import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { TwinError } from './twin-error';

/** Longest wall-clock wait for a child's first word; a cold start takes a second or two. */
export const START_TIMEOUT_MS = 60_000;

/** How much of a child's last output is kept to explain its death. */
const KEPT_OUTPUT_CHARACTERS = 4_000;

/**
 * Loaded before a program that knows nothing of the twin: it ends with its parent, so that even a
 * killed twin leaves no process behind.
 */
export const EXIT_WITH_PARENT =
  'data:text/javascript,process.on("disconnect",()=>process.exit(0));process.channel?.unref()';

/** Loaded before the twin's own TypeScript programs. */
export const TYPESCRIPT_LOADER = pathToFileURL(require.resolve('tsx')).href;

/** How a child is started. */
export interface ChildOptions {
  /** Name for messages. */
  readonly title: string;
  readonly modulePath: string;
  /** Modules to load first, as `--import` takes them. */
  readonly imports: readonly string[];
  /** The child's whole environment, but for PATH and HOME. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A supervised child: it dies with the twin and its death is never silent. */
export class Child {
  private output = '';
  private partialLine = '';
  private expectedToEnd = false;
  private readonly lineListeners = new Set<(line: string) => void>();

  private constructor(
    readonly title: string,
    private readonly process: ChildProcess,
    private readonly onUnexpectedEnd: (error: TwinError) => void,
  ) {
    process.stdout?.setEncoding('utf8').on('data', (text: string) => this.keep(text));
    process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.output = (this.output + text).slice(-KEPT_OUTPUT_CHARACTERS);
    });
    process.once('exit', (code, signal) => this.ended(code, signal));
    process.once('error', (error) => this.onUnexpectedEnd(this.deathError(error.message)));
  }

  /** Starts a child; `onUnexpectedEnd` hears of a death nobody asked for. */
  static start(options: ChildOptions, onUnexpectedEnd: (error: TwinError) => void): Child {
    const { PATH = '', HOME = '' } = process.env;
    const child = fork(options.modulePath, [], {
      execArgv: options.imports.flatMap((module) => ['--import', module]),
      env: { PATH, HOME, ...options.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new Child(options.title, child, onUnexpectedEnd);
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Whether the process is still there. */
  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Sends a message; a child that has just died simply does not get it. */
  send(message: object): void {
    if (this.process.connected) this.process.send(message, () => undefined);
  }

  /** Hears every message of the child. */
  onMessage(listener: (message: unknown) => void): void {
    this.process.on('message', listener);
  }

  /**
   * Waits for the first message or output line that `select` turns into a value.
   * @throws TwinError when the child dies or stays silent for START_TIMEOUT_MS
   */
  async first<T>(select: (messageOrLine: unknown) => T | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const done = (act: () => void) => {
        clearTimeout(timer);
        this.process.off('message', look);
        this.process.off('exit', died);
        this.lineListeners.delete(look);
        act();
      };
      const look = (said: unknown) => {
        const value = select(said);
        if (value !== undefined) done(() => resolve(value));
      };
      const died = () => done(() => reject(this.deathError('before it was ready')));
      const timer = setTimeout(() => done(() => reject(this.silenceError())), START_TIMEOUT_MS);
      this.process.on('message', look);
      this.process.once('exit', died);
      this.lineListeners.add(look);
    });
  }

  /** Kills with SIGKILL and waits until the process is gone. */
  async kill(): Promise<void> {
    this.expectedToEnd = true;
    if (!this.running) return;
    const exit = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exit;
  }

  private keep(text: string): void {
    this.output = (this.output + text).slice(-KEPT_OUTPUT_CHARACTERS);
    const lines = (this.partialLine + text).split('\n');
    this.partialLine = lines.pop() ?? '';
    for (const line of lines) {
      for (const listener of this.lineListeners) listener(line);
    }
  }

  private ended(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.expectedToEnd) return;
    this.onUnexpectedEnd(this.deathError(`with ${signal ?? `exit code ${code}`}`));
  }

  private silenceError(): TwinError {
    return new TwinError(
      'KAPOK_TWIN_START_TIMEOUT',
      `${this.title} was not ready after ${START_TIMEOUT_MS / 1000} s`,
      { got: this.output.trim(), fix: 'free some processor time and run it again' },
    );
  }

  private deathError(when: string): TwinError {
    return new TwinError('KAPOK_TWIN_PROCESS_DIED', `${this.title} ended ${when}`, {
      got: this.output.trim(),
      fix: 'read its last output above; a port or memory limit of this machine is the usual cause',
    });
  }
}
