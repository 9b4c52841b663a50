import type { JSX } from 'preact'
import type { GroupView, PoolView, UserDetail } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { useAsked } from '../state/answer.ts'
import { Facts } from '../ui/facts.tsx'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { Tag } from '../ui/status.tsx'
import { dateAndTime } from '../ui/time.ts'
import { stateInWords, toneOfState } from './user-state.ts'

interface Props {
  readonly pool: PoolView
  readonly username: string
}

/** One user: whether they may sign in, what is known of them, the groups that are in their tokens. */
export function UserPanel({ pool: { id: poolId, account, region }, username }: Props): JSX.Element {
  const path = { poolId, username }
  const { value: user, problem } = useAsked('GET pools/{poolId}/users/{username}', {
    path,
    query: { account, region },
  }).answer.value
  return (
    <>
      {problem !== undefined && <Problem text={problem} />}
      {user && <User user={user} />}
    </>
  )
}

function User({ user }: { readonly user: UserDetail }) {
  return (
    <>
      <h2 class="part-title">{user.username}</h2>
      <Facts
        facts={[
          [
            'State',
            <Tag key="state" tone={toneOfState(user)}>
              {stateInWords(user)}
            </Tag>,
          ],
          ['Status', <code key="status">{user.status}</code>],
          ['Second factors', user.secondFactors.join(', ') || 'none'],
          ['Made', dateAndTime(user.createdAt)],
          ['Changed', dateAndTime(user.modifiedAt)],
        ]}
      />
      <div class="row">
        <a class="button" href={hrefOf({ view: 'outbox', params: { text: user.username } })}>
          Messages to them
        </a>
      </div>
      <Section title="Attributes">
        <Facts facts={user.attributes.map(({ name, value }) => [name, <code key={name}>{value}</code>])} />
      </Section>
      <Section title="Groups">
        {user.groups.length === 0 ? <p class="soft">They are in no group.</p> : <Groups groups={user.groups} />}
      </Section>
    </>
  )
}

function Groups({ groups }: { readonly groups: readonly GroupView[] }) {
  return (
    <Facts
      facts={groups.map(({ name, description, precedence, roleArn }) => [
        name,
        [precedence === undefined ? 'no precedence' : `precedence ${precedence}`, description, roleArn]
          .filter((part) => part)
          .join(' · '),
      ])}
    />
  )
}
