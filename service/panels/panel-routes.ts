import type { ChannelCaller } from '../channels/channel-caller';
import type { IServiceLevels, Panel } from '../degradation/service-level';
import type { IFamily } from '../family/family';
import { subjectOf } from '../family/member-query';
import type { Routes } from '../http/routes';
import { OwnHealth, type OwnHealthOptions } from './own-health';
import { HEALTH_ROUTE, TESTS_ROUTE, VACCINATIONS_ROUTE } from './panel-specs';
import { requirePanel } from './shed-panel';

/** What the routes of the panels need. */
export interface PanelRoutesOptions extends OwnHealthOptions {
  readonly routes: Routes<ChannelCaller | undefined>;
  readonly levels: IServiceLevels;
  readonly family: IFamily;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** What people see of their own health: the query and both panels. */
export function addPanels(options: PanelRoutesOptions): void {
  const { routes, levels, family, clock, random } = options;
  const own = new OwnHealth(options);
  const require = (panel: Panel) =>
    requirePanel(levels.current, panel, { nowMs: clock.now(), random });
  routes.add(HEALTH_ROUTE, async ({ caller, query }) =>
    own.query(await subjectOf(family, caller, query.member)),
  );
  routes.add(TESTS_ROUTE, async ({ caller, query }) => {
    require('test');
    return own.tests(await subjectOf(family, caller, query.member));
  });
  routes.add(VACCINATIONS_ROUTE, async ({ caller, query }) => {
    require('vaccination');
    return own.vaccinations(await subjectOf(family, caller, query.member));
  });
}
