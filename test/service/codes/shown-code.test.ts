import { SHOWN_CODE, shownCode } from '../../../service/codes/shown-code';
import { decide } from '../../../service/rules/colour';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { seedRules } from '../../../service/rules/seed-rules';

const NOW = Date.parse('2022-01-10T00:31:00.000Z');

const seconds = NOW / 1000;

function shown(member?: string) {
  // Nothing is known of this person, so there is something to object to.
  const decision = decide([], seedRules(new LocalCalendar('Asia/Shanghai')), NOW);
  const credential = {
    token: 'a.b.c',
    issuedAt: seconds,
    freshUntil: seconds + 60,
    validUntil: seconds + 3_600,
  };
  return shownCode({ channel: 'suikang', decision, credential, asOfMs: NOW, member });
}

test.each([
  ['of the person itself', undefined, '/channels/suikang/appeals'],
  ['of a family member', 'Hht2tFywCW9r', '/channels/suikang/appeals?member=Hht2tFywCW9r'],
])('the code %s names where to object to it', (_whose, member, appeal) => {
  const code = SHOWN_CODE.parse(shown(member));
  expect([code.appeal, code.member]).toEqual([appeal, member]);
});
