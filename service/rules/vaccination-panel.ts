import { countsAt, type HealthHistory } from './health-history';

/** The five states that Beijing shows. */
export type VaccinationState =
  | 'booster-done'
  | 'basic-done'
  | 'basic-not-done'
  | 'not-suitable'
  | 'no-record';

/** What is known of a person's vaccination, for the panel beside the code. */
export interface VaccinationPanel {
  readonly state: VaccinationState;
  /** The newest dose, ISO 8601. */
  readonly lastAt?: string;
}

/**
 * What the panel says at an instant. Doses may lack, as not every record reached this service: the
 * last dose of a course, or a booster, stands for those before it. An exemption is shown only to those
 * who have not completed the course.
 */
export function vaccinationPanel(
  { doses, exemptions }: Pick<HealthHistory, 'doses' | 'exemptions'>,
  nowMs: number,
): VaccinationPanel {
  let lastMs = Number.NEGATIVE_INFINITY;
  let [basic, booster] = [false, false];
  for (const dose of doses) {
    if (!countsAt(dose, nowMs)) continue;
    lastMs = Math.max(lastMs, dose.vaccinatedMs);
    if (dose.body.dose === 'booster') booster = true;
    else if (dose.body.dose >= dose.body.basicDoses) basic = true;
  }
  const any = Number.isFinite(lastMs);
  const lastAt = any ? { lastAt: new Date(lastMs).toISOString() } : {};
  if (booster) return { state: 'booster-done', ...lastAt };
  if (basic) return { state: 'basic-done', ...lastAt };
  const exempt = exemptions.some((one) => countsAt(one, nowMs) && nowMs < one.endsAtMs);
  if (exempt) return { state: 'not-suitable', ...lastAt };
  return any ? { state: 'basic-not-done', ...lastAt } : { state: 'no-record' };
}
