import { measureRecovery, RECOVERED_AFTER_SECONDS } from '../../lib/drill/recovery';
import {
  atSecond,
  END_AT,
  LOST_AT,
  measurementOf,
  recovering,
  SHIFTED_AT,
  UNHEALTHY_AT,
} from './measurement-factory';

const SERVED_RATIO = 0.999;

describe('measureRecovery', () => {
  test('splits recovery into detect, shift and settle that sum to the recovery time', () => {
    const recovery = measureRecovery(measurementOf(), SERVED_RATIO);

    expect(recovery).toMatchObject({
      detectSec: UNHEALTHY_AT - LOST_AT,
      // The last request to the lost region was sent in the second before.
      shiftSec: SHIFTED_AT - 1 - UNHEALTHY_AT,
      settleSec: 1,
      rtoSec: SHIFTED_AT - LOST_AT,
    });
  });

  test('is immediate when no request was lost', () => {
    const unharmed = measurementOf(() => [['b', 'served']]);

    expect(measureRecovery(unharmed, SERVED_RATIO)).toMatchObject({ rtoSec: 0, detectSec: 0 });
  });

  test('is undefined when users never recovered', () => {
    const lostForGood = measurementOf((second) => [['a', second < LOST_AT ? 'served' : 'lost']]);

    expect(measureRecovery(lostForGood, SERVED_RATIO)).toBeUndefined();
  });

  test('a lull shorter than the required run of seconds is not recovery', () => {
    const lullEnds = SHIFTED_AT + RECOVERED_AFTER_SECONDS - 1;
    const relapsing = measurementOf((second) =>
      second === lullEnds ? [['b', 'lost']] : recovering(second),
    );

    const recovery = measureRecovery(relapsing, SERVED_RATIO);
    expect(recovery?.recoveredAtMs).toBe(atSecond(lullEnds + 1));
  });

  test('one channel below target keeps all from counting as recovered', () => {
    const whole = measurementOf();
    const oneChannelDown = {
      ...whole,
      samples: whole.samples.map((sample) =>
        sample.channel === 'small' && sample.sentAtMs >= atSecond(LOST_AT)
          ? { ...sample, outcome: 'refused' as const }
          : sample,
      ),
    };

    expect(measureRecovery(oneChannelDown, SERVED_RATIO)).toBeUndefined();
  });

  test('a loss too late to be followed by enough good seconds is not recovered', () => {
    const late = measurementOf((second) =>
      second >= LOST_AT && second > END_AT - RECOVERED_AFTER_SECONDS
        ? [['b', 'lost']]
        : second < LOST_AT
          ? recovering(second)
          : [['a', 'lost']],
    );

    expect(measureRecovery(late, SERVED_RATIO)).toBeUndefined();
  });
});
