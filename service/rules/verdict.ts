import type { Verdict, WayOut } from './decision';
import { isAnythingKnown } from './health-history';
import {
  asksForTests,
  type Holding,
  longest,
  type Moment,
  redHoldings,
  yellowHoldings,
} from './holdings';
import type { Colour } from './rule-set';

/** What a code says at one instant: the worst that anything known asks for. */
export function verdictAt(moment: Moment): Verdict {
  const { ruleSet } = moment.rules;
  const { appeal } = ruleSet;
  const holding = longest(redHoldings(moment)) ?? longest(yellowHoldings(moment));
  if (holding !== undefined) {
    const { colour, reason } = holding;
    return { colour, reason, wayOut: wayOutOf(holding), appeal };
  }
  if (isAnythingKnown(moment.history, moment.nowMs)) {
    return { colour: 'green', reason: ruleSet.otherwise.reason };
  }
  return { colour: 'unknown', ...ruleSet.noFacts, appeal };
}

/** The same, but only the colour. */
export function colourAt(moment: Moment): Colour {
  if (redHoldings(moment).length > 0) return 'red';
  if (yellowHoldings(moment).length > 0) return 'yellow';
  return isAnythingKnown(moment.history, moment.nowMs) ? 'green' : 'unknown';
}

function wayOutOf({ wayOut, series, endsAtMs }: Holding): WayOut {
  const { id, text } = wayOut;
  const endsAt = Number.isFinite(endsAtMs) ? { endsAt: new Date(endsAtMs).toISOString() } : {};
  if (!asksForTests(wayOut)) return { id, text, ...endsAt };
  const { done = 0, nextSampleFromMs } = series ?? {};
  return {
    id,
    text,
    testsDone: done,
    testsNeeded: wayOut.tests,
    ...(nextSampleFromMs !== undefined && {
      nextSampleFrom: new Date(nextSampleFromMs).toISOString(),
    }),
    ...endsAt,
  };
}
