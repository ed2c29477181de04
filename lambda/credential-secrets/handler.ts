import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';
import { SecretsManagerStore } from '../adapters/secrets-manager';
import { answerRequest } from './answer-request';
import { readEnvironment } from './environment';
import { SYSTEM_CLOCK } from './patience';

const names = readEnvironment(process.env);
const store = new SecretsManagerStore();

/** Called by CloudFormation, through the CDK's provider framework, when the Data stack is deployed. */
export async function handler(event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> {
  return answerRequest(event, store, names, SYSTEM_CLOCK);
}
