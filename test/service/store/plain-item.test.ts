import { plainItem } from '../../../service/store/plain-item';

test('every type that items of ours have comes out as it went in', () => {
  const item = {
    text: { S: 'a' },
    empty: { S: '' },
    number: { N: '36.5' },
    zero: { N: '0' },
    yes: { BOOL: true },
    no: { BOOL: false },
    nothing: { NULL: true as const },
    list: { L: [{ S: 'cough' }, { N: '2' }] },
    map: { M: { deep: { M: { er: { S: 'b' } } } } },
  };
  expect(plainItem(item)).toEqual({
    ...{ text: 'a', empty: '', number: 36.5, zero: 0, yes: true, no: false, nothing: null },
    list: ['cough', 2],
    map: { deep: { er: 'b' } },
  });
});

test('what items of ours do not have is left out', () => {
  expect(plainItem({ set: { SS: ['a'] } }).set).toBeUndefined();
});
