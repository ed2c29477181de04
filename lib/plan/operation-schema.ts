import { z } from 'zod';
import {
  DEFAULT_CHECK_FAILURE_THRESHOLD,
  DEFAULT_CHECK_INTERVAL_SECONDS,
  DEFAULT_CONSISTENCY,
  DEFAULT_DRILL_MAXIMUM_AGE_DAYS,
  DEFAULT_LEAD_MINUTES,
  DEFAULT_LOAD_BALANCER_LEAD_HOURS,
  DEFAULT_PREDICTIVE_SCALING,
  LEAD_MINUTES_LIMIT,
  LOAD_BALANCER_LEAD_LIMIT_HOURS,
  READY_MINUTES,
} from './defaults';

/** What stands ready before the demand it is for. */
export const prewarmSchema = z
  .strictObject({
    leadMinutes: z
      .int()
      .min(READY_MINUTES, {
        error: `at least ${READY_MINUTES}: an action may be 2 minutes late, a launch takes up to 5`,
      })
      .max(LEAD_MINUTES_LIMIT)
      .default(DEFAULT_LEAD_MINUTES)
      .meta({ description: 'Minutes between a raise and the demand it is for.' }),
    loadBalancerLeadHours: z
      .int()
      .min(1)
      .max(LOAD_BALANCER_LEAD_LIMIT_HOURS)
      .default(DEFAULT_LOAD_BALANCER_LEAD_HOURS)
      .meta({ description: 'Hours between a raise of load-balancer units and its campaign.' }),
    predictiveScaling: z
      .enum(['forecast-only', 'forecast-and-scale'])
      .default(DEFAULT_PREDICTIVE_SCALING)
      .meta({ description: 'Whether predictive scaling only shows its forecast.' }),
  })
  .prefault({});

/** How Route 53's checkers ask a region. */
export const healthChecksSchema = z
  .strictObject({
    intervalSeconds: z
      .literal([10, 30])
      .default(DEFAULT_CHECK_INTERVAL_SECONDS)
      .meta({ description: 'Seconds between two requests of one checker, 10 or 30.' }),
    failureThreshold: z
      .int()
      .min(1)
      .max(10)
      .default(DEFAULT_CHECK_FAILURE_THRESHOLD)
      .meta({ description: "Answers in a row that change a checker's mind." }),
  })
  .prefault({});

/** How the data is replicated. */
export const dataSchema = z
  .strictObject({
    consistency: z
      .enum(['eventual', 'strong'])
      .default(DEFAULT_CONSISTENCY)
      .meta({ description: 'How the replicas of the global tables agree.' }),
    witness: z.string().optional().meta({
      description: 'Region that only votes, beside two strongly consistent replicas.',
    }),
  })
  .prefault({});

/** What AWS has granted the account. */
export const quotasSchema = z
  .strictObject({
    onDemandVcpus: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'vCPUs of on-demand instances granted in each region.' }),
    reservedLoadBalancerUnits: z
      .int()
      .min(0)
      .optional()
      .meta({ description: 'Reserved load-balancer units granted in each region.' }),
  })
  .prefault({});

/** How often the loss of a region is rehearsed. */
export const drillsSchema = z
  .strictObject({
    maximumAgeDays: z
      .int()
      .min(1)
      .max(366)
      .default(DEFAULT_DRILL_MAXIMUM_AGE_DAYS)
      .meta({ description: 'Longest time between two drills, days.' }),
  })
  .prefault({});
