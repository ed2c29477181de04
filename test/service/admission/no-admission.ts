import type { IAdmission, Ticket } from '../../../service/admission';

/** Admits everything: what a server without admission does. */
export class NoAdmission implements IAdmission {
  private inFlight = 0;

  get state() {
    return { limit: Number.MAX_SAFE_INTEGER, inFlight: this.inFlight };
  }

  admit(): Ticket {
    this.inFlight += 1;
    let held = true;
    return {
      admitted: true,
      release: () => {
        if (held) this.inFlight -= 1;
        held = false;
      },
    };
  }
}
