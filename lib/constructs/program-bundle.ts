import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import type { AssetOptions } from 'aws-cdk-lib/aws-s3-assets';
import { type BuildOptions, buildSync } from 'esbuild';

/** Options of an asset that holds one program as one file. */
export function programBundle(build: BuildOptions, file: string): AssetOptions {
  return bundled((folder) => {
    buildSync({ ...build, outfile: join(folder, file) });
  });
}

/**
 * Options of an asset that is built in this process: a command of its own takes a second for each
 * function. The CDK builds it once for all regions of an app.
 */
export function bundled(build: (folder: string) => void): AssetOptions {
  return {
    // The same output is the same archive, whatever was edited without effect.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never pulled: the local build always answers.
      image: DockerImage.fromRegistry('unused'),
      local: {
        tryBundle(outputDirectory: string): boolean {
          build(outputDirectory);
          makeReadable(outputDirectory);
          return true;
        },
      },
    },
  };
}

/** Archives keep modes, and who unpacks is not who built: no builder's umask may decide. */
function makeReadable(directory: string): void {
  chmodSync(directory, 0o755);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else chmodSync(path, 0o644);
  }
}
