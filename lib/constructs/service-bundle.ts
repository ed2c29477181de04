import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { type BuildOptions, buildSync } from 'esbuild';
import { projectFile } from './project-root';

/** File of the bundle that starts the service. */
export const SERVICE_ENTRY = 'main.js';

/** How the service becomes one file that needs nothing but Node. */
export const SERVICE_BUILD: BuildOptions = {
  entryPoints: [projectFile('service', 'main.ts')],
  absWorkingDir: projectFile(),
  bundle: true,
  platform: 'node',
  // Fleets run Node 24; rehearsals run the same file on Node 20.
  target: 'node20',
  format: 'cjs',
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * The service as an archive that instances fetch at boot. All regions and fleets of an app stage the
 * same folder with the same options, which the CDK bundles once.
 */
export class ServiceBundle extends Construct {
  readonly asset: Asset;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.asset = new Asset(this, 'Asset', {
      path: projectFile('service'),
      // The same output is the same archive, whatever was edited without effect.
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        // Never pulled: the local build always answers.
        image: DockerImage.fromRegistry('unused'),
        local: {
          tryBundle(outputDirectory: string): boolean {
            buildSync({ ...SERVICE_BUILD, outfile: `${outputDirectory}/${SERVICE_ENTRY}` });
            makeReadable(outputDirectory);
            return true;
          },
        },
      },
    });
  }
}

/** Archives keep modes, and the service is not the user who unpacks: no builder's umask may decide. */
function makeReadable(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else chmodSync(path, 0o644);
  }
}
