import { getHeapStatistics } from 'node:v8';

/**
 * Share of the heap's limit that is in use, from 0 to 1. The heap, because what the process may use of
 * the machine is a limit of V8 long before it is one of the machine.
 */
export function heapShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
}
