import type { JSX } from 'preact'
import type { CallAnswer, CallBody } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import '../ui/code.css'
import { Commands } from '../ui/commands.tsx'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'
import { prettyBody } from './pretty-body.ts'

/** What a call was answered with, why, and the same call as a command. */
export function Answer({ answer }: { readonly answer: CallAnswer }): JSX.Element {
  const { status, milliseconds, requestId, headers, body, tokenRefusal, curl } = answer
  const lines = curl.token === undefined ? [curl.call] : [curl.token, curl.call]
  return (
    <>
      {tokenRefusal ? (
        <>
          <Problem text={`There was no token to call with: ${tokenRefusal.error ?? tokenRefusal.status}.`} />
          <Why requestId={tokenRefusal.requestId} />
        </>
      ) : (
        <>
          <p class="row">
            <Status status={status} />
            <span class="soft">{milliseconds} ms</span>
            <Why requestId={requestId} />
          </p>
          <Section title="Body">
            <pre class="code">{bodyText(body)}</pre>
            {body.isCut && <p class="soft">This is the beginning of {body.bytes.toLocaleString('en')} bytes.</p>}
          </Section>
          <details>
            <summary>{headers.length} headers</summary>
            <pre class="code">{headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</pre>
          </details>
        </>
      )}
      <Section title="As a command">
        <Commands lines={lines} />
      </Section>
    </>
  )
}

function Why({ requestId }: { readonly requestId: string | undefined }) {
  if (requestId === undefined) return null
  return <a href={hrefOf({ view: 'flow', rest: [requestId] })}>How it was decided</a>
}

function bodyText({ text, isBinary, bytes, isCut }: CallBody): string {
  if (isBinary) return `${bytes.toLocaleString('en')} bytes, in base64:\n${text}`
  if (text === '') return '(empty)'
  return isCut ? text : prettyBody(text)
}
