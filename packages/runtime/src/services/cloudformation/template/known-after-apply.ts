/**
 * Stands for a value that only provisioning will tell, for example the id of a resource that does not exist yet. The
 * text is what AWS prints in a change set's contexts; a function that meets it gives it back.
 */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}'

export function isKnownAfterApply(value: unknown): value is typeof KNOWN_AFTER_APPLY {
  return value === KNOWN_AFTER_APPLY
}

export function holdsUnknown(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return isKnownAfterApply(value)
  return Object.values(value).some(holdsUnknown)
}
