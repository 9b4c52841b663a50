/** Where something lives. All lists span the accounts and regions that have anything. */
export interface InPlace {
  /** Twelve digits. */
  readonly account: string
  readonly region: string
}
