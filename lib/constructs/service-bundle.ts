import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { programBuild, programBundle } from './program-bundle';
import { projectFile } from './project-root';

/** File of the bundle that starts the service. */
export const SERVICE_ENTRY = 'main.js';

/** How the service becomes one file that needs nothing but Node. */
export const SERVICE_BUILD = programBuild('service', 'main.ts');

/** The service as an archive that instances fetch at boot. */
export class ServiceBundle extends Construct {
  readonly asset: Asset;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.asset = new Asset(this, 'Asset', {
      path: projectFile('service'),
      ...programBundle(SERVICE_BUILD, SERVICE_ENTRY),
    });
  }
}
