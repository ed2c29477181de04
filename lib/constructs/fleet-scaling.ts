import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import { Construct } from 'constructs';
import type { PredictiveScalingMode } from '../plan/plan';
import { KAPOK_NAMESPACE } from './alarms/service-metrics';
import type { FrontDoor } from './front-door';

/** What a fleet's reserve follows. */
export interface ScalingTargets {
  /** Requests per minute and instance that target tracking keeps. */
  readonly targetRequestsPerMinute: number;
  /** Share of the time in which the event loop has work that target tracking keeps, 0 to 1. */
  readonly targetUtilisation: number;
  readonly predictiveScaling: PredictiveScalingMode;
  /** Minutes between a launch and the demand it is for. */
  readonly leadMinutes: number;
}

/** Properties of a `FleetScaling`. */
export interface FleetScalingProps {
  readonly planName: string;
  readonly fleetName: string;
  readonly group: autoscaling.AutoScalingGroup;
  readonly frontDoor: FrontDoor;
  readonly targets: ScalingTargets;
}

/** Seconds that one value of the quick metric stands for; the service says one as often. */
export const QUICK_METRIC_PERIOD_SECONDS = 10;

/** Predictive scaling takes less than the hour that a forecast is for. */
export const LONGEST_FORECAST_LEAD_MINUTES = 59;

/** What the service calls the metric; see its `metrics` folder. */
export const QUICK_METRIC = {
  namespace: KAPOK_NAMESPACE,
  metricName: 'EventLoopUtilisation',
} as const;

/**
 * The reserve for what no schedule announced. Three eyes on the same demand, and the largest size that
 * one of them asks for is taken: requests per instance, which the fleet is rated by and which needs
 * three minutes to be sure; the event loop, by values of 10 s, for a surge or for requests that became
 * dearer; and the forecast, which only watches until the plan trusts it. The fleet shrinks when the
 * first two agree, and never below the schedule.
 */
export class FleetScaling extends Construct {
  constructor(scope: Construct, id: string, props: FleetScalingProps) {
    super(scope, id);
    const { group, targets } = props;
    group.scaleOnRequestCount('Requests', {
      targetRequestsPerMinute: targets.targetRequestsPerMinute,
    });
    this.addQuickTracking(props);
    this.addForecast(props);
  }

  /** By hand, because the CDK's own target tracking does not know the period. */
  private addQuickTracking({ planName, fleetName, group, targets }: FleetScalingProps): void {
    new autoscaling.CfnScalingPolicy(this, 'EventLoop', {
      autoScalingGroupName: group.autoScalingGroupName,
      policyType: 'TargetTrackingScaling',
      targetTrackingConfiguration: {
        customizedMetricSpecification: {
          ...QUICK_METRIC,
          dimensions: [
            { name: 'Plan', value: planName },
            { name: 'Fleet', value: fleetName },
          ],
          statistic: 'Average',
          period: QUICK_METRIC_PERIOD_SECONDS,
        },
        targetValue: percent(targets.targetUtilisation),
      },
    });
  }

  private addForecast({ group, frontDoor, targets }: FleetScalingProps): void {
    const { targetGroup } = frontDoor;
    new autoscaling.CfnScalingPolicy(this, 'Forecast', {
      autoScalingGroupName: group.autoScalingGroupName,
      policyType: 'PredictiveScaling',
      predictiveScalingConfiguration: {
        metricSpecifications: [
          {
            targetValue: targets.targetRequestsPerMinute,
            predefinedMetricPairSpecification: {
              predefinedMetricType: 'ALBRequestCount',
              resourceLabel: `${targetGroup.firstLoadBalancerFullName}/${targetGroup.targetGroupFullName}`,
            },
          },
        ],
        mode: targets.predictiveScaling === 'forecast-only' ? 'ForecastOnly' : 'ForecastAndScale',
        schedulingBufferTime: Math.min(targets.leadMinutes, LONGEST_FORECAST_LEAD_MINUTES) * 60,
        // The maximum is what quotas and budget allow; a forecast does not know either.
        maxCapacityBreachBehavior: 'HonorMaxCapacity',
      },
    });
  }
}

/** Without the digits that binary fractions add. */
function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}
