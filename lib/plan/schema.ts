import { z } from 'zod';
import { AWS_REGIONS } from './aws-regions';
import { ANCHOR_PATTERN, CLOCK_PATTERN, DATE_PATTERN, END_PATTERN } from './clock-notation';
import {
  DEFAULT_OWN_ZONE,
  DEFAULT_ROUTING,
  DEFAULT_SANDBOX,
  DEFAULT_TARGET_UTILISATION,
} from './defaults';
import { GRAVITON_TYPE_PATTERN } from './graviton';
import {
  dataSchema,
  drillsSchema,
  healthChecksSchema,
  prewarmSchema,
  quotasSchema,
} from './operation-schema';
import { partnerSourcesSchema } from './partner-sources-schema';
import { textOf } from './text-schema';

const LONGEST_REGION = Math.max(
  ...Object.values(AWS_REGIONS).flatMap((regions) => regions.map(({ length }) => length)),
);

const ACCOUNT_DIGITS = 12;

/**
 * Longest plan name. Of the physical names that carry it the buckets' are the tightest: 63 characters
 * for `kapok-<plan>-evidence-<account>-<region>`. Names that AWS generates it shortens itself.
 */
export const PLAN_NAME_LENGTH =
  63 - 'kapok-'.length - '-evidence-'.length - ACCOUNT_DIGITS - '-'.length - LONGEST_REGION;

/**
 * Longest zone name. The first name of a certificate holds 64 characters and the longest one is
 * `partner.<zone>`; the regions' own names are further names, which hold 253.
 */
export const ZONE_NAME_LENGTH = 64 - 'partner.'.length;

/** Longest channel or campaign name; both become parts of names and metric dimensions. */
export const NAME_LENGTH = 40;

/** More requests per minute than all people on earth make once; above it a figure is a slip of the key. */
export const REQUESTS_PER_MINUTE_LIMIT = 10_000_000_000;

// The `error` texts below complete the sentence "allowed: ..." of a problem.
function nameOf(what: string, limit: number) {
  return z
    .string()
    .max(limit)
    .regex(/^[a-z](?:-?[a-z0-9])*$/, {
      error: 'lower-case letters, digits and single hyphens, beginning with a letter',
    })
    .meta({ description: what });
}

function numberOf(description: string, least: number, most: number) {
  return z.number().min(least).max(most).meta({ description });
}

function positiveOf(description: string, most: number) {
  return z.number().gt(0).max(most).meta({ description });
}

const requestsPerMinute = numberOf('Requests per minute.', 0, REQUESTS_PER_MINUTE_LIMIT);

const clock = textOf(CLOCK_PATTERN, 'a time of day HH:MM, 00:00 to 23:59');
const endClock = textOf(END_PATTERN, 'a time of day HH:MM, 00:00 to 24:00');

/** One day's demand curve as the file writes it. */
export const curveSchema = z
  .union([
    z.array(requestsPerMinute).length(24),
    z
      .record(
        z.string().regex(ANCHOR_PATTERN, { error: 'HH:MM or a full hour, 00:00 to 23:59' }),
        requestsPerMinute,
      )
      .refine((anchors) => Object.keys(anchors).length > 0, { error: 'at least one anchor point' }),
  ])
  .meta({
    description:
      'Requests per minute over a day: 24 values, one per full hour from 00:00, or anchor points such as "08:00: 560000", joined by straight lines around the day.',
  });

const regionSchema = z.strictObject({
  name: z.string().meta({ description: 'An AWS region, for example ap-southeast-1.' }),
  zones: z
    .array(z.string())
    .min(2)
    .max(6)
    .meta({ description: 'Availability Zones of the network; two at least, three are usual.' }),
});

const campaignSchema = z.strictObject({
  name: nameOf('Unique name; part of the names of its scheduled actions.', NAME_LENGTH),
  dates: z
    .array(textOf(DATE_PATTERN, 'MM-DD (every year) or YYYY-MM-DD'))
    .min(1)
    .meta({ description: 'Days on which it begins: MM-DD (every year) or YYYY-MM-DD.' }),
  from: clock.meta({ description: 'First minute, HH:MM in the time zone of the plan.' }),
  to: endClock.meta({
    description: 'End, HH:MM; earlier than `from` when the campaign runs past midnight.',
  }),
  peakRequestsPerMinute: positiveOf(
    'Requests per minute to the citizen fleets of all regions together, through its whole window.',
    REQUESTS_PER_MINUTE_LIMIT,
  ),
});

const fleetSchema = z.strictObject({
  instanceType: z
    .string()
    .regex(GRAVITON_TYPE_PATTERN, {
      error: 'an instance type of a known family with Graviton processors, for example c8g.large',
    })
    .meta({ description: 'EC2 instance type with a Graviton processor.' }),
  requestsPerSecondPerInstance: positiveOf(
    'What one instance serves at full load, measured by a load test.',
    1_000_000,
  ),
  targetUtilisation: positiveOf('Share of that rate the fleet is sized and scaled for.', 1).default(
    DEFAULT_TARGET_UTILISATION,
  ),
});

/** The plan file as it is written, before names are checked against each other. */
export const planFileSchema = z
  .strictObject({
    name: nameOf('Name of the deployment; part of every physical name.', PLAN_NAME_LENGTH),
    timeZone: z.string().meta({ description: 'IANA time zone of curve, campaigns and schedules.' }),
    partition: z
      .enum(['aws', 'aws-cn'])
      .optional()
      .meta({ description: 'AWS partition; follows from the regions when left out.' }),
    domain: z.strictObject({
      zoneName: z
        .string()
        .max(ZONE_NAME_LENGTH)
        .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/, {
          error: 'a DNS name in lower case without a final dot, for example code.example.org',
        })
        .meta({ description: 'Name of the public hosted zone.' }),
      hostedZoneId: z
        .string()
        .regex(/^Z[A-Z0-9]{1,31}$/, { error: 'the id of a hosted zone, Z and capitals or digits' })
        .optional()
        .meta({
          description: 'Id of the public hosted zone; left out until an own zone is deployed.',
        }),
      ownZone: z
        .boolean()
        .default(DEFAULT_OWN_ZONE)
        .meta({ description: 'Whether a stack of this plan makes the hosted zone.' }),
    }),
    regions: z.array(regionSchema).min(1).max(8).meta({
      description: 'Regions in order: the first one holds the data stack and is the active one.',
    }),
    strategy: z
      .enum(['single-region', 'backup-restore', 'pilot-light', 'warm-standby', 'active-active'])
      .meta({ description: "Redundancy preset; sets each region's role and share of capacity." }),
    survive: z.enum(['none', 'region', 'region+zone']).meta({
      description: 'What may vanish at any minute without a launch being needed.',
    }),
    routing: z
      .enum(['weighted', 'latency'])
      .default(DEFAULT_ROUTING)
      .meta({ description: 'How users are spread over the regions that serve.' }),
    objectives: z.strictObject({
      rtoSeconds: positiveOf('Longest recovery time a drill may measure.', 86_400),
      rpoSeconds: numberOf('Longest stretch of acknowledged facts that may be lost.', 0, 86_400),
      servedRatio: positiveOf('Least share of requests served outside the recovery window.', 1),
    }),
    channels: z
      .array(
        z.strictObject({
          name: nameOf('Unique name; part of the path that the channel calls.', NAME_LENGTH),
          share: positiveOf('Share of the citizen traffic.', 1),
        }),
      )
      .min(1)
      .meta({ description: 'Front doors for citizens; their shares sum to 1.' }),
    traffic: z.strictObject({
      weekday: curveSchema,
      weekend: curveSchema,
      partnerRequestsPerMinute: requestsPerMinute.meta({
        description: 'Ingestion from partners, the same at every minute.',
      }),
      campaigns: z
        .array(campaignSchema)
        .default([])
        .meta({ description: 'Announced surges on known dates.' }),
    }),
    fleets: z.strictObject({ citizen: fleetSchema, partner: fleetSchema }),
    prewarm: prewarmSchema,
    healthChecks: healthChecksSchema,
    data: dataSchema,
    partnerSources: partnerSourcesSchema,
    alarmEmails: z
      .array(z.email({ error: 'an e-mail address' }))
      .default([])
      .meta({ description: 'Addresses that are told when an alarm goes off.' }),
    quotas: quotasSchema,
    drills: drillsSchema,
    sandbox: z
      .boolean()
      .default(DEFAULT_SANDBOX)
      .meta({ description: 'Disposable: data is destroyed with the stacks.' }),
  })
  .meta({ title: 'Kapok plan' });

/** A plan file whose shape is right. */
export type PlanFile = z.infer<typeof planFileSchema>;

/** A demand curve as a plan or scenario file writes it. */
export type CurveFile = z.infer<typeof curveSchema>;
