/** What an execution log may tell, and when. */
export interface Told {
  /** `info`: at the level INFO. `data`: there too, with data tracing. `error`: at both levels. */
  readonly kind: 'info' | 'data' | 'error'
  readonly at: number
  readonly text: () => string
}
