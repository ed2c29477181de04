import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { bundled } from './program-bundle';
import { projectFile } from './project-root';
import { buildService } from './service-build';

/** The service as an archive that instances fetch at boot. */
export class ServiceBundle extends Construct {
  readonly asset: Asset;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.asset = new Asset(this, 'Asset', {
      path: projectFile('service'),
      ...bundled(buildService),
    });
  }
}
