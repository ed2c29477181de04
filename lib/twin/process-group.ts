import { Child, type ChildOptions } from './child-process';
import { TwinError } from './twin-error';

/** The processes of one region; losing the region is killing the group. */
export class ProcessGroup {
  private readonly children = new Set<Child>();
  private closed = false;

  constructor(
    readonly name: string,
    private readonly onUnexpectedEnd: (error: TwinError) => void,
  ) {}

  /**
   * Starts a child in the group.
   * @throws TwinError when the group has been killed meanwhile
   */
  start(options: ChildOptions): Child {
    if (this.closed) {
      throw new TwinError('KAPOK_TWIN_PROCESS_DIED', `${this.name} has been stopped`, {
        fix: 'start the region again',
      });
    }
    const child = Child.start(options, this.onUnexpectedEnd);
    this.children.add(child);
    return child;
  }

  /** Process ids of the children that run. */
  get pids(): readonly number[] {
    return [...this.children].filter((child) => child.running).flatMap(({ pid }) => pid ?? []);
  }

  /** Kills every child with SIGKILL, refuses new ones and waits until all are gone. */
  async killAll(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.children].map((child) => child.kill()));
    this.children.clear();
  }
}
