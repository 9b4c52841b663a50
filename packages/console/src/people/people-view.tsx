import type { JSX } from 'preact'
import { hrefOf } from '../router/route.ts'
import { goTo, route } from '../router/router.ts'
import { findPool, serverMap } from '../state/server-map.ts'
import { Select } from '../ui/field.tsx'
import { NothingDeployed } from '../ui/nothing-deployed.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { Split } from '../ui/split.tsx'
import { UserList } from './user-list.tsx'
import { UserPanel } from './user-panel.tsx'

/** `#/people/{pool}/{username}?text=`: the users of a pool, and one of them. */
export function PeopleView(): JSX.Element {
  const { value: map, problem } = serverMap.value
  const pools = map?.pools ?? []
  const [poolId = pools[0]?.id, username] = route.value.rest
  const pool = poolId === undefined ? undefined : findPool(poolId)
  return (
    <Page title="People">
      {problem !== undefined && <Problem text={problem} />}
      {map && pools.length === 0 && <NothingDeployed />}
      {map && pools.length > 0 && !pool && <Problem text={`There is no user pool ${poolId} any more.`} />}
      {pool && (
        <>
          <div class="pool-choice">
            <Select
              label="User pool"
              value={pool.id}
              choices={pools.map(({ id, name }) => ({ value: id, text: `${name} (${id})` }))}
              onChoose={(id) => goTo({ view: 'people', rest: [id] })}
            />
          </div>
          <Split
            list={<UserList pool={pool} current={username} />}
            isChosen={username !== undefined}
            back={hrefOf({ view: 'people', rest: [pool.id], params: route.value.params })}
          >
            {username === undefined ? (
              <p class="soft">Choose somebody to see what is known of them.</p>
            ) : (
              <UserPanel key={`${pool.id} ${username}`} pool={pool} username={username} />
            )}
          </Split>
        </>
      )}
    </Page>
  )
}
