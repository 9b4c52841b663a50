import type { Environment } from './endpoint-environment.ts'

/** What a shell is told to do with its variables, in this order. */
export interface ShellChanges extends Environment {
  readonly copy: readonly (readonly [from: string, to: string])[]
  /** Variables that an env file, which cannot unset one, has to empty. */
  readonly emptied: readonly string[]
}

/** Names the variables that are ours in this shell, so that `--unset` leaves all others alone. */
const OURS = 'SALLYPORT_ENV'
/** What a variable held before. Copied by the shell itself, so that no secret is ever printed. */
const before = (name: string) => `SALLYPORT_BEFORE_${name}`

/** Applies an environment; what an earlier one changed and this one does not is given back. */
export function changesTo({ set, unset }: Environment, env: NodeJS.ProcessEnv): ShellChanges {
  const ours = oursIn(env)
  const wanted = [...Object.keys(set), ...unset]
  const back = givingBack(
    ours.filter((name) => !wanted.includes(name)),
    env,
  )
  const saved = wanted.filter((name) => !ours.includes(name) && env[name] !== undefined)
  return {
    copy: [...back.copy, ...saved.map((name) => [name, before(name)] as const)],
    unset: [...back.unset, ...unset],
    set: { ...set, [OURS]: wanted.join(',') },
    emptied: [],
  }
}

/** Undoes all of it. Undefined where there is nothing to undo. */
export function changesBack(env: NodeJS.ProcessEnv): ShellChanges | undefined {
  if (env[OURS] === undefined) return undefined
  const ours = oursIn(env)
  const { copy, unset } = givingBack(ours, env)
  const emptied = [...ours.filter((name) => env[name] !== undefined), OURS]
  return { copy, unset: [...unset, OURS], set: {}, emptied }
}

function givingBack(names: readonly string[], env: NodeJS.ProcessEnv): Pick<ShellChanges, 'copy' | 'unset'> {
  const saved = names.filter((name) => env[before(name)] !== undefined)
  return {
    copy: saved.map((name) => [before(name), name]),
    unset: [...names.filter((name) => !saved.includes(name)), ...saved.map(before)],
  }
}

/** Only what is a name: it is printed for a shell to read. */
function oursIn(env: NodeJS.ProcessEnv): string[] {
  return (env[OURS] ?? '').split(',').filter((name) => /^\w+$/.test(name))
}
