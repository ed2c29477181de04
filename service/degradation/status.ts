import { SignJWT } from 'jose';
import type { IClock } from '../clock';
import { ALGORITHM, type IKeyRings } from '../credential/key-ring';
import type { ControlView } from '../evacuation/decisions';
import type { RegionStanding } from '../evacuation/region-standing';
import { type KnownRegion, knownRegions } from '../gate/known-regions';
import type { IServiceLevels, ServiceLevel } from './service-level';

/** Type in the header of a signed status. */
export const STATUS_TYPE = 'kapok-status+jwt';

/** What a process says of itself and of the regions it knows. */
export interface Status extends ServiceLevel {
  readonly region: string;
  readonly instance: string;
  readonly regions: readonly KnownRegion[];
  /** ISO 8601. */
  readonly at: string;
}

/** The status, and the same signed. */
export interface SignedStatus {
  readonly status: Status;
  /** Compact JWS. */
  readonly jws: string;
}

/** What a `StatusSigner` needs. */
export interface StatusSignerOptions {
  readonly config: {
    readonly region: string;
    readonly instance: string;
    readonly originName: string;
    readonly issuer: string;
  };
  readonly levels: IServiceLevels;
  readonly regions: { readonly view: ControlView };
  readonly standing: RegionStanding;
  readonly keyRings: IKeyRings;
  readonly clock: IClock;
}

/** Signs the status at most once in a second, however many ask. */
export class StatusSigner {
  private signed: Promise<SignedStatus> | undefined;
  private second = Number.NaN;
  private level: ServiceLevel | undefined;

  constructor(private readonly options: StatusSignerOptions) {}

  /** The status of this second. */
  current(): Promise<SignedStatus> {
    const { clock, levels } = this.options;
    const second = Math.floor(clock.now() / 1000);
    if (this.signed !== undefined && second === this.second && levels.current === this.level) {
      return this.signed;
    }
    this.second = second;
    this.level = levels.current;
    this.signed = this.sign(this.status());
    return this.signed;
  }

  private status(): Status {
    const { config, levels, regions, standing, clock } = this.options;
    const nowMs = clock.now();
    const own = { region: config.region, origin: config.originName, state: standing.state() };
    return {
      region: config.region,
      instance: config.instance,
      ...levels.current,
      regions: knownRegions(regions.view, own, nowMs),
      at: new Date(nowMs).toISOString(),
    };
  }

  private async sign(status: Status): Promise<SignedStatus> {
    const { config, keyRings, clock } = this.options;
    const { kid, signingKey } = keyRings.ring;
    const jws = await new SignJWT({ ...status })
      .setIssuer(config.issuer)
      .setIssuedAt(Math.floor(clock.now() / 1000))
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: STATUS_TYPE })
      .sign(signingKey);
    return { status, jws };
  }
}
