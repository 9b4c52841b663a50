import type { ProviderType } from '../records.ts'

export type Details = Readonly<Record<string, string>>

/** What is peculiar to one type of provider. */
export interface ProviderKind {
  readonly type: ProviderType
  /** The only name that AWS lets a provider of the type have. */
  readonly fixedName?: string
  /** Throws where a detail that AWS needs is missing. */
  check(details: Details): void
  /** What AWS adds to the details when it shows them: where the provider's own pages are. */
  shown(details: Details): Details
  /** The claim that names a person there, and that AWS maps to `username` by itself. */
  readonly subject?: string
  /** Details that are never shown. */
  readonly hidden?: readonly string[]
}
