import { readMergeEnvironment } from '../../../lambda/merge-facts/environment';

test('names the live table', () => {
  expect(readMergeEnvironment({ KAPOK_FACTS_TABLE: 'facts' })).toEqual({ liveTable: 'facts' });
});

test.each([undefined, ''])('fails by the name of the variable when it is %p', (value) => {
  expect(() => readMergeEnvironment({ KAPOK_FACTS_TABLE: value })).toThrow(
    'environment variable KAPOK_FACTS_TABLE is not set',
  );
});
