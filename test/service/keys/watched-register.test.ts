import { readKeyRegister } from '../../../service/keys/key-register';
import { UNKNOWN_KEY_SECONDS, WatchedRegister } from '../../../service/keys/watched-register';
import { REGISTER } from '../fixtures/callers';
import { ManualClock } from '../fixtures/manual-clock';

function watched(value = REGISTER) {
  const clock = new ManualClock();
  const source = {
    value,
    readAt: clock.now(),
    reads: 0,
    refresh: async () => {
      source.reads += 1;
    },
  };
  return { clock, source, register: new WatchedRegister(source, clock) };
}

test('a known name is found without a read', () => {
  const { clock, source, register } = watched();
  clock.advance(3_600);

  expect(register.tryFind('suikang-1')).toBe(REGISTER.tryFind('suikang-1'));
  expect(source.reads).toBe(0);
});

test('an unknown name causes one read, however often it comes', () => {
  const { clock, source, register } = watched();
  clock.advance(UNKNOWN_KEY_SECONDS);
  for (let times = 0; times < 100; times += 1) {
    expect(register.tryFind(`unknown-${times}`)).toBeUndefined();
  }
  expect(source.reads).toBe(1);

  clock.advance(UNKNOWN_KEY_SECONDS - 1);
  register.tryFind('unknown');
  expect(source.reads).toBe(1);
  clock.advance(1);
  register.tryFind('unknown');
  expect(source.reads).toBe(2);
});

test('no read follows one that has just been made as planned', () => {
  const { clock, source, register } = watched(readKeyRegister('{"keys":[]}', () => undefined));
  clock.advance(60);
  source.readAt = clock.now() - 1_000;
  register.tryFind('unknown');
  expect(source.reads).toBe(0);
});
