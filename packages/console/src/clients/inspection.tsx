import type { JSX } from 'preact'
import type { TokenInspection } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { nameOfClient } from '../state/server-map.ts'
import { Facts } from '../ui/facts.tsx'
import { Section } from '../ui/section.tsx'
import { Tag } from '../ui/status.tsx'
import { dateAndTime } from '../ui/time.ts'
import { ScopeList } from './scope-list.tsx'
import '../ui/code.css'
import './inspection.css'

const SIGNATURES: Readonly<Record<TokenInspection['signature'], string>> = {
  verified: 'Its signature is right',
  wrong: 'Its signature is wrong',
  'unknown-issuer': 'Nobody here issued it',
  'unknown-key': 'It was signed with a key that its pool does not have',
  unreadable: 'It cannot be read',
}

export function Inspection({ found }: { readonly found: TokenInspection }): JSX.Element {
  const { signature, problem, isExpired, issuedBy, clientId, scopes, methods, issuedAt, expiresAt } = found
  const opens = methods.filter(({ verdict }) => verdict !== 'no')
  return (
    <div class="section" aria-live="polite">
      <p class="row">
        <Tag tone={signature === 'verified' ? 'good' : 'bad'}>{SIGNATURES[signature]}</Tag>
        {isExpired !== undefined && (
          <Tag tone={isExpired ? 'bad' : 'good'}>{isExpired ? 'It has expired' : 'It has not expired'}</Tag>
        )}
      </p>
      {problem !== undefined && <p>{problem}</p>}
      {found.claims && (
        <>
          <Facts
            facts={[
              ['Issued by', issuedBy ? `${issuedBy.poolName} (${issuedBy.poolId})` : 'nobody here'],
              [
                'Issued to',
                clientId === undefined ? 'no client of this server' : <Client key="client" id={clientId} />,
              ],
              ['Scopes', scopes.length === 0 ? 'none' : <ScopeList key="scopes" scopes={scopes} />],
              ['Issued', issuedAt === undefined ? 'not told' : dateAndTime(issuedAt)],
              ['Expires', expiresAt === undefined ? 'not told' : dateAndTime(expiresAt)],
            ]}
          />
          <Section title={`What it opens: ${opens.length} of ${methods.length} methods`}>
            <ul class="opened">
              {methods.map(({ method, verdict, reason }) => (
                <li key={method}>
                  <Tag tone={verdict === 'no' ? 'bad' : verdict === 'depends' ? 'fault' : 'good'}>
                    {verdict === 'no' ? 'no' : verdict === 'depends' ? 'depends' : 'yes'}
                  </Tag>
                  <span class="mono">{method}</span>
                  {reason !== undefined && <span class="soft">{reason}</span>}
                </li>
              ))}
            </ul>
          </Section>
          <Section title="What it holds">
            <pre class="code">{JSON.stringify({ header: found.header, claims: found.claims }, undefined, 2)}</pre>
          </Section>
        </>
      )}
    </div>
  )
}

function Client({ id }: { readonly id: string }) {
  return <a href={hrefOf({ view: 'clients', rest: [id] })}>{nameOfClient(id)}</a>
}
