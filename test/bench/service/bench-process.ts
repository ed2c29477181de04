import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Which core a process is put on: what is measured has one of its own. */
export type Place = 'measured' | 'load';

/** Where AWS is, as far as the client library must be told. */
const AWS = {
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_REGION: 'ap-southeast-1',
};

/** A process that answers every message with one. */
export class BenchProcess<Told extends object, Said> {
  private readonly child: ChildProcess;
  private settle: { resolve: (said: Said) => void; reject: (error: Error) => void } | undefined;

  constructor(
    private readonly file: string,
    place: Place,
    storeUrl: string,
  ) {
    const run = commandFor(place);
    this.child = fork(file, [], {
      execPath: run[0],
      execArgv: [...run.slice(1), '--expose-gc', ...profiling(place)],
      env: {
        ...process.env,
        ...AWS,
        AWS_ENDPOINT_URL: storeUrl,
        NODE_ENV: 'production',
        NODE_NO_WARNINGS: '1',
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child.on('message', (said) => this.end()?.resolve(said as Said));
    this.child.on('exit', (code) =>
      this.end()?.reject(new Error(`${this.file} ended with ${code}`)),
    );
  }

  /** Tells something and waits for the answer. */
  tell(told: Told): Promise<Said> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.child.send(told);
    });
  }

  /** Ends the process. */
  close(): void {
    if (this.child.connected) this.child.disconnect();
  }

  private end() {
    const { settle } = this;
    this.settle = undefined;
    return settle;
  }
}

/** Before this process stands aside, after which there is one for it. */
const CORES = availableParallelism();

/** `taskset` where there is one and more than one core; elsewhere the kernel chooses. */
function commandFor(place: Place): readonly [string, ...string[]] {
  if (CORES < 2 || !hasTaskset()) return [process.execPath];
  return ['taskset', '-c', place === 'measured' ? '0' : '1', process.execPath];
}

/** Puts this process, which is the store, beside the load, away from what is measured. */
export function standAside(): void {
  if (CORES < 2 || !hasTaskset()) return;
  execFileSync('taskset', ['-a', '-c', '-p', '1', String(process.pid)], { stdio: 'ignore' });
}

let taskset: boolean | undefined;

function hasTaskset(): boolean {
  if (taskset !== undefined) return taskset;
  try {
    execFileSync('taskset', ['-c', '0,1', 'true'], { stdio: 'ignore' });
    taskset = true;
  } catch {
    taskset = false;
  }
  return taskset;
}

/** With `KAPOK_BENCH_PROFILE` set to a folder, every measured process leaves its profile there. */
function profiling(place: Place): string[] {
  const folder = process.env.KAPOK_BENCH_PROFILE;
  return folder === undefined || place === 'load' ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}
