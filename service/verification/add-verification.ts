import type { ChannelCaller } from '../channels/channel-caller';
import type { IClock } from '../clock';
import type { IKeyRings } from '../credential/key-ring';
import type { IControlStore } from '../evacuation/control-store';
import type { Routes } from '../http/routes';
import type { QuietLog } from '../logging/quiet-log';
import type { PersonKeys } from '../people/person-key';
import type { RevocationList } from '../revocation/revocation-list';
import { addRevocations } from '../revocation/revocation-route';
import type { IRunning } from '../running';
import { KnownCredentials } from './known-credentials';
import { PLACE_KEY_PURPOSE, ScanRecords } from './scan-records';
import { Verification } from './verification';
import { addVerify } from './verify-route';

/** What verifying needs of the fleet. */
export interface AddVerificationOptions {
  readonly config: { readonly issuer: string };
  readonly control: IControlStore;
  readonly clock: IClock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: QuietLog;
  readonly keyRings: IKeyRings;
  readonly personKeys: PersonKeys;
  readonly routes: Routes<ChannelCaller | undefined>;
  readonly revocations: RevocationList;
  /** What works beside the requests; the revocation list joins it. */
  readonly parts: IRunning[];
}

/** Everything that checkpoints ask: whether a code holds, and what they need offline. */
export function addVerification(options: AddVerificationOptions): void {
  const { config, clock, routes, parts, keyRings, log, revocations } = options;
  const { issuer } = config;
  const scans = new ScanRecords({
    ...options,
    placeKey: options.personKeys.deriveKey(PLACE_KEY_PURPOSE),
    onFailure: (err) => log.failure({ err }, 'a scan cannot be put on record'),
  });
  const credentials = new KnownCredentials(keyRings);
  parts.push(revocations);
  addRevocations(routes, { list: revocations, random: options.random });
  addVerify(routes, new Verification({ credentials, revocations, scans, clock, issuer }));
}
