import { type Signal, signal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { ask, sayProblem } from '../api/ask.ts'
import type { PoolView, UserList, UserView } from '../api/contract.ts'

/** Whoever looks for somebody among more types a few letters. */
const MOST = 1000
const TYPING_MS = 200

export interface FoundUsers {
  /** Undefined: not heard of yet. */
  readonly users: Signal<readonly UserView[] | undefined>
  /** How many the pool has. */
  readonly count: Signal<number>
  readonly hasMore: Signal<boolean>
  readonly problem: Signal<string | undefined>
  more(): Promise<void>
}

/** The users of a pool whose names begin with a text, page by page. */
export function useUsers({ id, account, region }: PoolView, text: string): FoundUsers {
  const found = useMemo(() => findUsers({ id, account, region }, text), [id, account, region, text])
  useEffect(() => {
    const typing = setTimeout(() => found.more(), text === '' ? 0 : TYPING_MS)
    return () => clearTimeout(typing)
  }, [found])
  return found
}

function findUsers({ id: poolId, account, region }: Pick<PoolView, 'id' | 'account' | 'region'>, text: string) {
  let after: string | undefined
  let isAsking = false
  const found = {
    users: signal<readonly UserView[] | undefined>(undefined),
    count: signal(0),
    hasMore: signal(false),
    problem: signal<string | undefined>(undefined),
    async more() {
      if (isAsking) return
      isAsking = true
      try {
        take(await ask('GET pools/{poolId}/users', { path: { poolId }, query: { account, region, after, text } }))
      } catch (error) {
        found.problem.value = sayProblem(error)
      } finally {
        isAsking = false
      }
    },
  }
  function take({ users, count, next }: UserList) {
    found.users.value = [...(found.users.value ?? []), ...users]
    found.count.value = count
    found.problem.value = undefined
    found.hasMore.value = next !== undefined && found.users.value.length < MOST
    after = next
  }
  return found
}
