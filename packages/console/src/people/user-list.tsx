import type { JSX } from 'preact'
import type { PoolView, UserView } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { route, setParams } from '../router/router.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Problem } from '../ui/problem.tsx'
import { useUsers } from './follow-users.ts'
import './people.css'
import { stateInWords } from './user-state.ts'

interface Props {
  readonly pool: PoolView
  readonly current: string | undefined
}

/** The users of a pool, with a search for how they begin. */
export function UserList({ pool, current }: Props): JSX.Element {
  const { text = '' } = route.value.params
  const found = useUsers(pool, text)
  const users = found.users.value
  return (
    <nav class="choices" aria-label="Users">
      <TextField
        compact
        label="Username, email or +phone begins with"
        value={text}
        onType={(value) => setParams({ text: value })}
      />
      {found.problem.value !== undefined && <Problem text={found.problem.value} />}
      {users && (
        <p class="soft users-count" role="status">
          {countInWords(users.length, found.count.value, text)}
        </p>
      )}
      <ul>
        {users?.map((user) => (
          <li key={user.sub}>
            <a
              href={hrefOf({ view: 'people', rest: [pool.id, user.username], params: route.value.params })}
              aria-current={user.username === current ? 'true' : undefined}
            >
              <span>
                <span class="name">{user.username}</span>
                <span class="about">{aboutOf(user)}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
      {found.hasMore.value && <Button onPress={() => found.more()}>Show more</Button>}
    </nav>
  )
}

function aboutOf(user: UserView): string {
  const reached = user.email ?? user.phoneNumber
  return [...(reached === undefined || reached === user.username ? [] : [reached]), stateInWords(user)].join(' · ')
}

function countInWords(shown: number, count: number, text: string): string {
  if (count === 0) return 'This pool has no users.'
  const all = `${count.toLocaleString('en')} ${count === 1 ? 'user' : 'users'}`
  if (shown === count) return all
  return text !== '' && shown === 0 ? `None of ${all} begins like that.` : `${shown} shown of ${all}`
}
