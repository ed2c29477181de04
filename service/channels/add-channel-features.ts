import { randomBytes } from 'node:crypto';
import type { IAuditStore } from '../audit/audit-store';
import { AuditTrail, type AuditTrailOptions } from '../audit/audit-trail';
import type { ServiceConfig } from '../config';
import type { IKeyRings } from '../credential/key-ring';
import { addDeclarations } from '../declarations/declaration-routes';
import type { Family } from '../family/family';
import { addFamily } from '../family/family-routes';
import type { IKeyRegister } from '../keys/key-register';
import { addPanels, type PanelRoutesOptions } from '../panels/panel-routes';
import { PaperCodes } from '../paper/paper-codes';
import { addPapers } from '../paper/paper-routes';
import type { PersonKeys } from '../people/person-key';
import type { LocalCalendar } from '../rules/local-calendar';
import type { IRunning } from '../running';
import { addStaff } from '../staff/staff-routes';
import { Quota } from './quota';
import { addRegistration } from './registration-route';

/** What one person may write in a minute in the long run; forms are filled in by hand. */
export const WRITES_PER_MINUTE = 6;

/** And at once: a declaration of each member of a family, with trips. */
export const WRITES_AT_ONCE = 12;

/** What the features of channels need. */
export interface ChannelFeatures extends PanelRoutesOptions {
  readonly config: Pick<ServiceConfig, 'region' | 'instance' | 'issuer'>;
  /** Gets what works beside the requests. */
  readonly parts: IRunning[];
  readonly auditStore: IAuditStore;
  readonly personKeys: PersonKeys;
  readonly calendar: LocalCalendar;
  readonly keyRings: IKeyRings;
  readonly register: () => IKeyRegister;
  readonly log: AuditTrailOptions['log'];
  readonly family: Family;
  /** Forgets codes of a person whose facts have changed. */
  readonly drop: (personKey: string) => void;
}

/** Adds everything that channels offer beside the code itself. */
export function addChannelFeatures(features: ChannelFeatures): void {
  const { routes, parts, clock, random, config, log } = features;
  const { region, instance, issuer } = config;
  const limits = { perMinute: WRITES_PER_MINUTE, burst: WRITES_AT_ONCE };
  const writes = new Quota({ ...limits, of: 'entries of this person', clock, random });
  const audit = new AuditTrail({
    ...{ store: features.auditStore, clock, random, region, instance, log },
  });
  parts.push(audit);
  const papers = new PaperCodes({ ...features, issuer, randomBytes });
  addPanels(features);
  addFamily({ ...features, writes });
  addPapers({ routes, papers, writes });
  addStaff({ ...features, papers, audit });
  addDeclarations({ ...features, writes });
  addRegistration({ routes, register: features.register, audience: issuer });
}
