/** Every code a plan or scenario file can be refused or warned with, and what it stands for. */
export const PLAN_ERROR_CODES = {
  KAPOK_PLAN_FILE: 'the file does not exist, is a directory or cannot be read as UTF-8 text',
  KAPOK_PLAN_EMPTY: 'the file holds nothing but white space and comments',
  KAPOK_PLAN_SYNTAX: 'the file is not one YAML 1.2 document',
  KAPOK_PLAN_DUPLICATE_KEY: 'a mapping holds the same key twice',
  KAPOK_PLAN_UNKNOWN_KEY: 'a mapping holds a key that means nothing there',
  KAPOK_PLAN_MISSING: 'a required key is absent',
  KAPOK_PLAN_TYPE: 'a value has the wrong type',
  KAPOK_PLAN_VALUE: 'a value is not one of those allowed or not in the right form',
  KAPOK_PLAN_RANGE: 'a number, a list or a text is too small or too large',
  KAPOK_PLAN_DUPLICATE_NAME: 'two regions, zones, channels or campaigns have the same name',
  KAPOK_PLAN_SHARES: 'the shares of the channels do not sum to 1',
  KAPOK_PLAN_REGION: 'a region is not one of the AWS regions of a supported partition',
  KAPOK_PLAN_PARTITION: 'a region lies outside the partition of the plan',
  KAPOK_PLAN_ZONE: 'a zone does not belong to its region',
  KAPOK_PLAN_REGION_COUNT: 'the strategy needs more regions than the plan names',
  KAPOK_PLAN_TIME_ZONE: 'the time zone is not one of the IANA database',
  KAPOK_PLAN_HOSTED_ZONE: 'no hosted zone is named and none is to be made',
  KAPOK_PLAN_CONSISTENCY: 'these regions cannot hold strongly consistent tables',
  KAPOK_PLAN_CURVE: 'two anchor points of a curve lie at the same minute',
  KAPOK_PLAN_CAMPAIGN_HOURS: 'a campaign ends before it begins',
  KAPOK_PLAN_CAMPAIGN_DATE: 'a campaign names a date that does not exist',
  KAPOK_PLAN_CAMPAIGN_OVERLAP: 'two campaigns share a minute of the same day',
  KAPOK_PLAN_CAMPAIGN_PEAK: "a campaign's peak lies below the weekly curve inside its hours",
  KAPOK_PLAN_CAMPAIGN_PAST: 'warning: a dated campaign is over',
  KAPOK_PLAN_SCHEDULE_QUOTA: 'a fleet would need more scheduled actions than AWS allows',
  KAPOK_PLAN_QUOTA: 'a region would need more instances or load-balancer units than AWS allows',
  KAPOK_PLAN_SCENARIO: 'the points of a scenario contradict each other',
} as const;

/** Code of one problem in a plan or scenario file. */
export type PlanErrorCode = keyof typeof PLAN_ERROR_CODES;
