import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmName } from '../physical-names';
import { type AlarmKind, runbookLink } from './alarm-kind';

/** What an alarm makes of minutes without a value, and why that is right for it. */
export interface MissingData {
  readonly treat: cloudwatch.TreatMissingData;
  /** Continues the sentence "Without data it is ... because". */
  readonly because: string;
}

/** When an alarm of a kind goes on. */
export interface AlarmTrigger {
  /** What tells the alarms of one kind apart: channel, fleet, table, peer. */
  readonly subject?: readonly string[];
  readonly metric: cloudwatch.IMetric;
  readonly comparison: cloudwatch.ComparisonOperator;
  readonly threshold: number;
  /** So many values in a row are looked at. */
  readonly values: number;
  /**
   * So many of them must be over the threshold.
   * @default all of them
   */
  readonly over?: number;
  readonly missing: MissingData;
  /** For percentiles: whether too few samples leave the alarm as it is. */
  readonly ignoreFewSamples?: boolean;
}

/** An alarm, with what it tells an operator. */
export interface NamedAlarm {
  readonly kind: AlarmKind;
  readonly alarm: cloudwatch.Alarm;
}

/** Properties of an `AlarmBoard`. */
export interface AlarmBoardProps {
  readonly planName: string;
  /** Told when an alarm goes on and when it goes off; alarms reach topics of their own region only. */
  readonly topic: ITopic;
}

/** What most alarms look at: one value a minute. */
export const ALARM_PERIOD = Duration.minutes(1);

const WITHOUT_DATA: Readonly<Record<cloudwatch.TreatMissingData, string>> = {
  [cloudwatch.TreatMissingData.BREACHING]: 'on',
  [cloudwatch.TreatMissingData.NOT_BREACHING]: 'off',
  [cloudwatch.TreatMissingData.IGNORE]: 'left as it was',
  [cloudwatch.TreatMissingData.MISSING]: 'undecided',
};

/** The alarms of one stack: each with a fixed name, a meaning, a runbook heading and a topic to tell. */
export class AlarmBoard extends Construct {
  private readonly props: AlarmBoardProps;
  private readonly action: SnsAction;
  private readonly added: NamedAlarm[] = [];

  constructor(scope: Construct, id: string, props: AlarmBoardProps) {
    super(scope, id);
    this.props = props;
    this.action = new SnsAction(props.topic);
  }

  /** All alarms so far, in the order in which they were added. */
  get alarms(): readonly cloudwatch.Alarm[] {
    return this.added.map(({ alarm }) => alarm);
  }

  /** Adds one alarm of a kind. */
  add(kind: AlarmKind, trigger: AlarmTrigger): cloudwatch.Alarm {
    const id = [kind.id, ...(trigger.subject ?? [])].join('-');
    const named = nameAlarm(this, id, { planName: this.props.planName, kind, trigger });
    this.adopt(named);
    return named.alarm;
  }

  /** Takes in an alarm that had to be made where it is needed, before there was a topic to tell. */
  adopt(named: NamedAlarm): void {
    this.notify(named.alarm);
    this.added.push(named);
  }

  /**
   * Adds an alarm that is on while any alarm of severity `page` that was added before is. It tells nobody:
   * each of those has, and two pages for one thing teach people not to read them.
   */
  addRollUp(kind: AlarmKind): cloudwatch.CompositeAlarm {
    const pages = this.added.filter(({ kind: { severity } }) => severity === 'page');
    return new cloudwatch.CompositeAlarm(this, kind.id, {
      compositeAlarmName: alarmName(this.props.planName, kind.id),
      alarmDescription: describe(kind),
      alarmRule: cloudwatch.AlarmRule.anyOf(...pages.map(({ alarm }) => alarm)),
    });
  }

  private notify(alarm: cloudwatch.AlarmBase): void {
    alarm.addAlarmAction(this.action);
    alarm.addOkAction(this.action);
  }
}

/** What the name, the description and the conditions of an alarm are made from. */
export interface NamedAlarmOptions {
  readonly planName: string;
  readonly kind: AlarmKind;
  readonly trigger: AlarmTrigger;
}

/** Makes an alarm of a kind that tells nobody until a board adopts it. */
export function nameAlarm(scope: Construct, id: string, options: NamedAlarmOptions): NamedAlarm {
  const { planName, kind, trigger } = options;
  const { subject = [], missing } = trigger;
  const alarm = new cloudwatch.Alarm(scope, id, {
    alarmName: alarmName(planName, kind.id, ...subject),
    alarmDescription: describe(kind, missing),
    metric: trigger.metric,
    comparisonOperator: trigger.comparison,
    threshold: trigger.threshold,
    evaluationPeriods: trigger.values,
    datapointsToAlarm: trigger.over ?? trigger.values,
    treatMissingData: missing.treat,
    evaluateLowSampleCountPercentile: trigger.ignoreFewSamples === true ? 'ignore' : undefined,
  });
  return { kind, alarm };
}

function describe(kind: AlarmKind, missing?: MissingData): string {
  const sentences = [
    `${kind.severity}: ${kind.meaning}.`,
    ...(missing === undefined
      ? []
      : [`Without data it is ${WITHOUT_DATA[missing.treat]}, because ${missing.because}.`]),
    `See ${runbookLink(kind)}`,
  ];
  return sentences.join(' ');
}
