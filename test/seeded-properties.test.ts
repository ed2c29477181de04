import fc from 'fast-check';

test('properties draw the same values in every run', () => {
  const draw = () => fc.sample(fc.integer(), 20);
  expect(fc.readConfigureGlobal().seed).toBe(20_220_110);
  expect(draw()).toEqual(draw());
});
