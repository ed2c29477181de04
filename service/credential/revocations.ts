/** Makes credentials that phones hold invalid before their time. */
export interface IRevocations {
  /**
   * Revokes every credential of a person that was issued up to the second of `atMs`, that second
   * included; later ones hold.
   * @throws StoreUnavailableError
   */
  revoke(personKey: string, atMs: number): Promise<void>;
}
