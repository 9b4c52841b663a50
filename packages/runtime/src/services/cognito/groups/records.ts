export interface GroupRecord {
  readonly poolId: string
  readonly name: string
  readonly description?: string | undefined
  readonly roleArn?: string | undefined
  /** The lowest counts first. */
  readonly precedence?: number | undefined
  readonly createdAt: number
  readonly modifiedAt: number
}
