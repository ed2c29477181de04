import { getHeapStatistics } from 'node:v8';

/**
 * What a process may hold in all, as a multiple of its heap's limit: the heaps of all workers may take 60 %
 * of the machine, and with buffers, code and stacks they may take 90 %. On 4 GiB with two workers these
 * are 1,228 MiB of heap within 1,842 MiB.
 */
export const RESIDENT_PER_HEAP = 1.5;

/** What a process holds, bytes. */
export interface MemoryInUse {
  readonly heap: number;
  readonly heapLimit: number;
  /** All of it that lies in the machine's memory, buffers included. */
  readonly resident: number;
}

/**
 * Share of the memory that is in use, from 0 to 1: of the heap, or of all that the process may hold where
 * that is more. Held answers are buffers, which lie beside the heap: it alone would not see them grow.
 */
export function shareOf({ heap, heapLimit, resident }: MemoryInUse): number {
  return Math.max(heap / heapLimit, resident / (heapLimit * RESIDENT_PER_HEAP));
}

/**
 * The share of this process at the moment. Linux says what is resident in a file: a process that has
 * no descriptor left to open it, under a flood of connections, knows its heap alone.
 */
export function memoryShare(readResident = () => process.memoryUsage.rss()): number {
  const { used_heap_size: heap, heap_size_limit: heapLimit } = getHeapStatistics();
  let resident = 0;
  try {
    resident = readResident();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EMFILE') throw error;
  }
  return shareOf({ heap, heapLimit, resident });
}
