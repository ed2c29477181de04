import { memoryShare, RESIDENT_PER_HEAP, shareOf } from '../../../service/degradation/memory-meter';

test('a heap that is nearly full counts, whatever lies beside it', () => {
  expect(shareOf({ heap: 90, heapLimit: 100, resident: 100 })).toBe(0.9);
});

test('buffers beside the heap count', () => {
  const resident = 0.95 * 100 * RESIDENT_PER_HEAP;
  expect(shareOf({ heap: 20, heapLimit: 100, resident })).toBeCloseTo(0.95);
});

test('this process has room', () => {
  expect(memoryShare()).toBeGreaterThan(0);
  expect(memoryShare()).toBeLessThan(1);
});

test('a process without a descriptor left knows its heap alone, and any other fault is one', () => {
  const failing = (code: string) => () => {
    throw Object.assign(new Error('uv_resident_set_memory'), { code });
  };
  expect(memoryShare(failing('EMFILE'))).toBeGreaterThan(0);
  expect(() => memoryShare(failing('EACCES'))).toThrow('uv_resident_set_memory');
});
