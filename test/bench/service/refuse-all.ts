import type { IAdmission, Refusal } from '../../../service/admission';

/** Turns everything away, so that what that costs can be measured. */
export class RefuseAll implements IAdmission {
  readonly state = { limit: 0, inFlight: 0 };

  admit(): Refusal {
    return { admitted: false, reason: 'limit' };
  }
}
