import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AlarmBoard } from './alarms/alarm-board';
import { addRotationAlarm } from './alarms/rotation-alarms';
import { BackupNotices } from './backup-notices';
import { regionTopic } from './region-topic';

/** Properties of a `DataWatch`. */
export interface DataWatchProps {
  readonly planName: string;
  /** Function that rotates the keys which sign credentials. */
  readonly rotator: IFunction;
}

/**
 * What fails where all data is written. It is told to the topic of the application in the same region,
 * which is made after the data and until then reaches nobody.
 */
export class DataWatch extends Construct {
  constructor(scope: Construct, id: string, { planName, rotator }: DataWatchProps) {
    super(scope, id);
    const topic = regionTopic(this, 'AlarmTopic', planName);
    new BackupNotices(this, 'Backups', { planName, topic });
    addRotationAlarm(new AlarmBoard(this, 'Alarms', { planName, topic }), rotator);
  }
}
