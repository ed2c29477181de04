import { randomBytes } from 'node:crypto';
import { AuditTrail } from '../audit/audit-trail';
import type { CitizenContext } from '../citizen-app';
import { addDeclarations } from '../declarations/declaration-routes';
import type { IServiceLevels } from '../degradation/service-level';
import type { Family } from '../family/family';
import { addFamily } from '../family/family-routes';
import type { Routes } from '../http/routes';
import { addPanels } from '../panels/panel-routes';
import { PaperCodes } from '../paper/paper-codes';
import { addPapers } from '../paper/paper-routes';
import type { IRunning } from '../running';
import { addStaff } from '../staff/staff-routes';
import type { ChannelCaller } from './channel-caller';
import { Quota } from './quota';
import { addRegistration } from './registration-route';

/** What one person may write in a minute in the long run; forms are filled in by hand. */
export const WRITES_PER_MINUTE = 6;

/** And at once: a declaration of each member of a family, with trips. */
export const WRITES_AT_ONCE = 12;

/** What the features of channels need. */
export interface ChannelFeatures extends CitizenContext {
  readonly routes: Routes<ChannelCaller | undefined>;
  readonly parts: IRunning[];
  readonly levels: IServiceLevels;
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
