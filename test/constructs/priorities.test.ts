import { PRIORITIES } from '../../lib/constructs/alarms/service-metrics';
import { PRIORITIES as OF_THE_SERVICE } from '../../service/admission/priority';

test('dashboards show the priorities that the service has, in its order', () => {
  expect(PRIORITIES).toEqual(OF_THE_SERVICE);
});
