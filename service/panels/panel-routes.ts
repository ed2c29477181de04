import type { ChannelCaller } from '../channels/channel-caller';
import type { IServiceLevels, Panel } from '../degradation/service-level';
import type { Routes } from '../http/routes';
import { OwnHealth, type OwnHealthOptions } from './own-health';
import { HEALTH_ROUTE, TESTS_ROUTE, VACCINATIONS_ROUTE } from './panel-specs';
import { requirePanel } from './shed-panel';

/** What the routes of the panels need. */
export interface PanelRoutesOptions extends OwnHealthOptions {
  readonly routes: Routes<ChannelCaller | undefined>;
  readonly levels: IServiceLevels;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** What people see of their own health: the query and both panels. */
export function addPanels(options: PanelRoutesOptions): void {
  const { routes, levels, clock, random } = options;
  const own = new OwnHealth(options);
  const require = (panel: Panel) =>
    requirePanel(levels.current, panel, { nowMs: clock.now(), random });
  routes.add(HEALTH_ROUTE, ({ caller }) => own.query(caller));
  routes.add(TESTS_ROUTE, ({ caller }) => {
    require('test');
    return own.tests(caller);
  });
  routes.add(VACCINATIONS_ROUTE, ({ caller }) => {
    require('vaccination');
    return own.vaccinations(caller);
  });
}
