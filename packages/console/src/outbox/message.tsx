import type { JSX } from 'preact'
import type { OutboxMessage } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { findPool, nameOfClient } from '../state/server-map.ts'
import { Copy } from '../ui/copy.tsx'
import { Facts } from '../ui/facts.tsx'
import { dateAndTime } from '../ui/time.ts'
import { isWebAddress, kindInWords } from './messages.ts'
import './outbox.css'

/** One message: what somebody would do with it, and how it reads. */
export function Message({ of }: { readonly of: OutboxMessage }): JSX.Element {
  const { userPoolId, username, clientId, subject, body, code, link, expiresAt } = of
  return (
    <>
      <h2 class="part-title">{subject ?? `A text to ${of.destination}`}</h2>
      {code !== '' && (
        <div class="row">
          <code class="message-code">{code}</code>
          <Copy text={code} label="Copy the code" />
        </div>
      )}
      {link !== undefined && <Link link={link} />}
      <Facts
        facts={[
          ['To', of.destination],
          ['Kind', `${kindInWords(of.kind)} (${of.kind})`],
          [
            'User',
            <a key="user" href={hrefOf({ view: 'people', rest: [userPoolId, username] })}>
              {username}
            </a>,
          ],
          ['User pool', `${findPool(userPoolId)?.name ?? ''} ${userPoolId}`],
          ['Asked for by', clientId === undefined ? 'an administrator' : nameOfClient(clientId)],
          ['Sent', dateAndTime(of.sentAt)],
          ...(expiresAt === undefined ? [] : [['Good until', dateAndTime(expiresAt)] as const]),
        ]}
      />
      <pre class="message-body">{body}</pre>
    </>
  )
}

function Link({ link }: { readonly link: string }) {
  return (
    <div class="row">
      {isWebAddress(link) ? (
        <a class="message-link" href={link} target="_blank" rel="noreferrer">
          {link}
        </a>
      ) : (
        <code>{link}</code>
      )}
      <Copy text={link} label="Copy the link" />
    </div>
  )
}
