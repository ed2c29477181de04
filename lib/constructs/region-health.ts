import { Duration, Tags } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { HealthCheckPlan } from '../plan/plan';
import {
  evacuatedText,
  evacuationPath,
  REGIONAL_HEALTH_PATH,
  servingText,
} from './health-protocol';
import { originName } from './physical-names';

/** Properties of a `RegionHealth`. */
export interface RegionHealthProps {
  readonly region: string;
  /** The other regions that serve. */
  readonly peers: readonly string[];
  readonly zoneName: string;
  readonly healthChecks: HealthCheckPlan;
  /** Regions that checkers ask from; empty where Route 53 offers no choice. */
  readonly checkerRegions: readonly string[];
}

/**
 * Whether users may be sent to a region: it says that it serves, and no peer says that it is
 * evacuated. Every check looks for words that only the service says over HTTPS, so that no redirect
 * or fallback page is taken for an answer. A peer that is dead says nothing, and so moves nothing.
 */
export class RegionHealth extends Construct {
  readonly inService: route53.HealthCheck;
  /** Whether the region itself says that it serves. */
  readonly serving: route53.HealthCheck;
  /** One for each peer, inverted: unhealthy while that peer says that the region is evacuated. */
  readonly notEvacuated: readonly route53.HealthCheck[];
  private readonly props: RegionHealthProps;

  constructor(scope: Construct, id: string, props: RegionHealthProps) {
    super(scope, id);
    const { region, peers } = props;
    this.props = props;
    this.serving = this.addCheck('Serving', `${region} serves`, {
      askedRegion: region,
      path: REGIONAL_HEALTH_PATH,
      text: servingText(region),
      inverted: false,
    });
    this.notEvacuated = peers.map((peer) =>
      this.addCheck(`EvacuatedBy-${peer}`, `${region} is not evacuated by ${peer}`, {
        askedRegion: peer,
        path: evacuationPath(region),
        text: evacuatedText(region),
        inverted: true,
      }),
    );
    const children = [this.serving, ...this.notEvacuated];
    this.inService = new route53.HealthCheck(this, 'InService', {
      type: route53.HealthCheckType.CALCULATED,
      childHealthChecks: children,
      healthThreshold: children.length,
    });
    Tags.of(this.inService).add('Name', `${region} is in service`);
  }

  private addCheck(id: string, name: string, probe: Probe): route53.HealthCheck {
    const { zoneName, healthChecks, checkerRegions } = this.props;
    const check = new route53.HealthCheck(this, id, {
      type: route53.HealthCheckType.HTTPS_STR_MATCH,
      fqdn: originName(probe.askedRegion, zoneName),
      port: 443,
      resourcePath: probe.path,
      searchString: probe.text,
      inverted: probe.inverted,
      requestInterval: Duration.seconds(healthChecks.intervalSeconds),
      failureThreshold: healthChecks.failureThreshold,
      // The load balancer chooses its certificate by name, and refuses whoever names none it has.
      enableSNI: true,
      // A paid option that nothing here reads.
      measureLatency: false,
      // Written out, since what is left out is whatever Route 53 chooses at the time.
      ...(checkerRegions.length > 0 && { regions: [...checkerRegions] }),
    });
    Tags.of(check).add('Name', name);
    return check;
  }
}

interface Probe {
  readonly askedRegion: string;
  readonly path: string;
  readonly text: string;
  readonly inverted: boolean;
}
