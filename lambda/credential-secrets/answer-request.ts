import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';
import type { SecretStore } from '../adapters/secrets-manager';
import type { CredentialSecretNames } from './environment';
import { fillSecrets } from './fill-secrets';
import { type FunctionClock, Patience } from './patience';

/** The same for every request: another id would tell CloudFormation that the secrets were replaced. */
export const PHYSICAL_RESOURCE_ID = 'credential-secrets';

/** Does what CloudFormation asks; a deletion leaves the secrets to their own retention. */
export async function answerRequest(
  event: Pick<CdkCustomResourceEvent, 'RequestType'>,
  store: SecretStore,
  names: CredentialSecretNames,
  clock: FunctionClock,
): Promise<CdkCustomResourceResponse> {
  if (event.RequestType !== 'Delete') {
    await fillSecrets({ store, names, patience: new Patience(clock), nowMs: clock.wallMs() });
  }
  return { PhysicalResourceId: PHYSICAL_RESOURCE_ID };
}
