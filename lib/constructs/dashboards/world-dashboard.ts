import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { physicalName } from '../physical-names';
import { peopleRow } from './people-row';
import { placesRow } from './places-row';
import { capacityRow, costRow, dataRow, doorRow } from './resource-rows';
import { DASHBOARD_SPAN, rowWidgets } from './rows';
import type { ShownWorld } from './shown-world';

/** Properties of a `WorldDashboard`. */
export interface WorldDashboardProps extends ShownWorld {
  readonly alarms: readonly cloudwatch.IAlarm[];
}

/** All regions side by side, read from the top: people, where they are, capacity, data, door, cost. */
export class WorldDashboard extends Construct {
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, props: WorldDashboardProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    const dashboardName = physicalName(props.planName);
    this.dashboardName = dashboardName;
    const rows = [peopleRow, placesRow, capacityRow, dataRow, doorRow, costRow].map((row) =>
      row(props),
    );
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName,
      defaultInterval: DASHBOARD_SPAN,
      widgets: [
        [
          new cloudwatch.AlarmStatusWidget({
            title: 'Regions in service',
            alarms: [...props.alarms],
            width: 24,
            height: 3,
          }),
        ],
        ...rowWidgets({ dashboardName, region, rows }),
      ],
    });
  }
}
