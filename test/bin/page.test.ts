import fc from 'fast-check';
import { columns, PAGE_WIDTH, section, wrapped } from '../../bin/page';
import { sparkLine } from '../../bin/spark-line';

test('a chart has one character per value, the highest for the highest, a dot for none', () => {
  expect(sparkLine([0, 1, 4, 8], 8)).toBe('.▁▄█');
});

test('a value above the scale is drawn as the highest', () => {
  expect(sparkLine([9], 8)).toBe('█');
});

test('columns line up and end without spaces', () => {
  expect(
    columns([
      ['a', 'bb', 'c'],
      ['aaa', 'b'],
    ]),
  ).toEqual(['a    bb  c', 'aaa  b']);
});

test('a line keeps its words and the page when it is broken, and hangs below where it began', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,20}$/), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(words, fc.integer({ min: 0, max: 6 }), (list, indent) => {
      const lines = wrapped(`${' '.repeat(indent)}${list.join(' ')}`);

      for (const line of lines) expect(line.length).toBeLessThanOrEqual(PAGE_WIDTH - 2);
      expect(lines.join(' ').split(' ').filter(Boolean)).toEqual(list);
      for (const line of lines.slice(1)) expect(line).toMatch(new RegExp(`^ {${indent + 2}}\\S`));
    }),
  );
});

test('a section without lines is none', () => {
  expect(section('Nothing', [])).toBeUndefined();
});
