import { join } from 'node:path';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { buildPage, PAGE_FOLDER } from './page-bundle';
import { bundled, programBuild } from './program-bundle';
import { projectFile } from './project-root';

/** File of the bundle that starts the service. */
export const SERVICE_ENTRY = 'main.js';

/** Builds the service into a folder: one program that needs nothing but Node, and what phones load. */
export function buildService(folder: string): void {
  buildSync({ ...programBuild('service', 'main.ts'), outfile: join(folder, SERVICE_ENTRY) });
  buildPage(join(folder, PAGE_FOLDER));
}

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
