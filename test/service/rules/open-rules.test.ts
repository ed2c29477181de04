import { createLogger } from '../../../service/logging/logger';
import { QuietLog } from '../../../service/logging/quiet-log';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { rulesCopyOf } from '../../../service/rules/open-rules';
import { rulesInForce } from '../../../service/rules/rules-in-force';
import { configOf } from '../fixtures/app';
import { REGISTER } from '../fixtures/callers';
import { ManualClock } from '../fixtures/manual-clock';
import { MemoryControlStore } from '../fixtures/memory-stores';
import { PUBLISHED_SET, ruleSetItem } from '../fixtures/rules';

test('a fleet uses what is published, and its log says which version it cannot use', async () => {
  const [clock, control, lines] = [new ManualClock(), new MemoryControlStore(), [] as string[]];
  const logger = createLogger(configOf('partner'), clock, { write: (line) => lines.push(line) });
  const copy = rulesCopyOf({
    control,
    clock,
    log: new QuietLog(logger, clock),
    calendar: new LocalCalendar('Asia/Shanghai'),
    register: () => REGISTER,
  });
  await control.put(await ruleSetItem());
  await control.put({ topic: 'rule-set', name: '2022-01-11.1', jws: 'forged' });
  await copy.refresh();
  expect(rulesInForce(copy.rules(), clock.now()).ruleSet).toEqual(PUBLISHED_SET);
  const [bad] = lines.map((line) => JSON.parse(line));
  expect(bad).toMatchObject({ topic: 'rule-set', version: '2022-01-11.1' });
  expect(lines.join('')).not.toContain('forged');

  control.answers = false;
  await copy.refresh();
  expect(lines.join('')).toContain('the published rules cannot be read');
});
