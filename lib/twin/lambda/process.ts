import { join } from 'node:path';

// Runs one invocation of a deployed function bundle, as the Lambda runtime would call it.

/** Parent to process: what to call and with what. */
export interface Invocation {
  readonly bundleDirectory: string;
  /** `<file>.<export>`. */
  readonly handler: string;
  readonly event: object;
}

/** Process to parent: the handler's result or its error. */
export type InvocationResult =
  | { readonly type: 'result'; readonly value: unknown }
  | { readonly type: 'error'; readonly message: string };

async function invoke({ bundleDirectory, handler, event }: Invocation): Promise<unknown> {
  const [file = '', exportName = ''] = handler.split('.');
  const module = require(join(bundleDirectory, file)) as Record<
    string,
    ((event: object) => Promise<unknown>) | undefined
  >;
  const entry = module[exportName];
  if (entry === undefined) throw new Error(`${handler} is not exported by the bundle`);
  return entry(event);
}

process.on('disconnect', () => process.exit(0));
process.on('message', (invocation: Invocation) => {
  invoke(invocation)
    .then((value): InvocationResult => ({ type: 'result', value }))
    .catch((error: Error): InvocationResult => ({ type: 'error', message: error.message }))
    .then((result) => process.send?.(result));
});
