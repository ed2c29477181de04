import type { SecretTopology, TableTopology } from '../../topology/topology';

/** Environment variable that holds the process's whole configuration as JSON. */
export const CONFIGURATION_VARIABLE = 'KAPOK_REGIONAL_API';

/** What the AWS API endpoint of one region is made of. */
export interface RegionalApiConfiguration {
  readonly region: string;
  /** Folder of the region's stores; made when missing, taken up as it is when not. */
  readonly directory: string;
  readonly tables: readonly TableTopology[];
  readonly secrets: readonly SecretTopology[];
  /** The twin's clock as `KAPOK_CLOCK` names it. */
  readonly clockEnvironment: string;
  /** @default DEFAULT_REPLICATION_LAG_SEC */
  readonly replicationLagSec?: number;
  /**
   * Port of 127.0.0.1; taken if it is free, so that a restarted region keeps its address.
   * @default a free one
   */
  readonly port?: number;
}

/** Process to parent. */
export type FromRegionalApi =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'stopped' };

/** Parent to process. */
export interface ToRegionalApi {
  readonly type: 'stop';
}
