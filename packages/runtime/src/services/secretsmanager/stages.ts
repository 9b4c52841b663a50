import { invalidParameter } from './errors.ts'
import { CURRENT, MAX_VERSIONS, PENDING, PREVIOUS, type VersionRecord } from './records.ts'

type Versions = readonly VersionRecord[]

/** The version that carries a label. */
export function versionAt(versions: Versions, stage: string): VersionRecord | undefined {
  return versions.find(({ stages }) => stages.includes(stage))
}

/**
 * Gives a version labels, which at most one version carries at a time. Whoever loses `AWSCURRENT` becomes
 * `AWSPREVIOUS` (documented), and is not `AWSPENDING` any more (recorded).
 */
export function label(versions: Versions, id: string, stages: readonly string[]): Versions {
  const former = stages.includes(CURRENT) ? versionAt(versions, CURRENT) : undefined
  const previousId = former?.id === id ? undefined : former?.id
  const moved = new Set(previousId === undefined ? stages : [...stages, PREVIOUS])
  return versions.map((version) => {
    const kept = version.stages.filter((stage) => !moved.has(stage))
    if (version.id === id) return { ...version, stages: [...stages, ...kept] }
    if (version.id !== previousId) return { ...version, stages: kept }
    return { ...version, stages: [PREVIOUS, ...kept.filter((stage) => stage !== PENDING)] }
  })
}

export function unlabel(versions: Versions, id: string, stage: string): Versions {
  return versions.map((version) =>
    version.id === id ? { ...version, stages: version.stages.filter((name) => name !== stage) } : version,
  )
}

/** Moves one label as `UpdateSecretVersionStage` is asked to. */
export function moveStage(
  versions: Versions,
  stage: string,
  from: string | undefined,
  to: string | undefined,
): Versions {
  const holder = versionAt(versions, stage)
  if (from !== undefined && holder?.id !== from) {
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ` +
        `${holder?.id ?? 'none'}, so you must explicitly reference that version in RemoveFromVersionId.`,
    )
  }
  if (to === undefined) {
    if (from === undefined) return versions
    if (stage === CURRENT) {
      throw invalidParameter(
        "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
      )
    }
    return unlabel(versions, from, stage)
  }
  if (holder && holder.id !== to && from === undefined) {
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ` +
        `${holder.id}, so you must explicitly reference that version in RemoveFromVersionId.`,
    )
  }
  return label(versions, to, [stage])
}

/** Versions beyond the quota, oldest first, that no label keeps. */
export function surplus(versions: Versions): VersionRecord[] {
  const count = versions.length - MAX_VERSIONS
  return count <= 0 ? [] : versions.filter(({ stages }) => stages.length === 0).slice(0, count)
}
