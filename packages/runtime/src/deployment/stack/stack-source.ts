import type { Place } from '../../kernel/place.ts'

/** What is to be deployed as one stack. */
export interface StackSource {
  readonly stackName: string
  /** What users call it. Default: its name. */
  readonly displayName?: string
  readonly place: Place
  /** JSON or YAML. */
  readonly template: string
  /** Where the template lies, if it is too long to be sent. */
  readonly templateUrl?: string
  readonly parameters?: Readonly<Record<string, string>>
  /** Left out: they stay. */
  readonly tags?: Readonly<Record<string, string>>
  /** Left out: it stays. */
  readonly terminationProtection?: boolean
  readonly notificationArns?: readonly string[]
  readonly roleArn?: string
  /** By logical id: the path of the construct. */
  readonly paths?: ReadonlyMap<string, string>
  /** By logical id: where the app makes the construct. */
  readonly sources?: ReadonlyMap<string, string>
}

export function labelOf({ displayName, stackName }: StackSource): string {
  return displayName ?? stackName
}
