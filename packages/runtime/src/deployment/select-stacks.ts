import type { AssemblyStack } from './assembly.ts'
import { DeploymentFailure } from './failure.ts'

/**
 * Those that a pattern names, by name or path (`Prod/*`), and, unless they are wanted `alone`, what they depend on.
 * Without a pattern: all. The order stays.
 */
export function selectStacks(
  stacks: readonly AssemblyStack[],
  patterns: readonly string[],
  alone = false,
): readonly AssemblyStack[] {
  if (patterns.length === 0) return stacks
  const wanted = new Set<string>()
  for (const pattern of patterns) {
    const fits = patternOf(pattern)
    const named = stacks.filter(({ stackName, displayName }) => fits.test(stackName) || fits.test(displayName))
    if (named.length === 0) {
      throw new DeploymentFailure(`no stack of the app is called ${pattern}`, {
        hint: `There are: ${stacks.map(({ displayName }) => displayName).join(', ')}`,
      })
    }
    for (const stack of named) want(stack)
  }
  return stacks.filter(({ stackName }) => wanted.has(stackName))

  function want({ stackName, dependsOn }: AssemblyStack): void {
    if (wanted.has(stackName)) return
    wanted.add(stackName)
    if (alone) return
    for (const needed of stacks) if (dependsOn.includes(needed.stackName)) want(needed)
  }
}

/** `*` stands for anything but a slash, `**` for anything. */
function patternOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')
  const source = escaped.replaceAll('**', '\0').replaceAll('*', '[^/]*').replaceAll('\0', '.*')
  return new RegExp(`^${source}$`)
}
