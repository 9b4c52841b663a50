import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ask } from '../api/ask.ts'
import type { ClientView, TokenAnswer } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { Button } from '../ui/button.tsx'
import { Commands } from '../ui/commands.tsx'
import { Copy } from '../ui/copy.tsx'
import { useDoing } from '../ui/doing.ts'
import { Problem } from '../ui/problem.tsx'
import { ScopeChoice } from '../ui/scope-choice.tsx'
import { Section } from '../ui/section.tsx'
import { durationInWords } from '../ui/time.ts'
import { heldToken } from './held-token.ts'

/** Asks the client's token endpoint, as the client would. */
export function GetToken({ client }: { readonly client: ClientView }): JSX.Element {
  const scopes = useSignal<ReadonlySet<string>>(new Set(client.scopes))
  const answer = useSignal<TokenAnswer | undefined>(undefined)
  const doing = useDoing()
  const get = () =>
    doing.run(async () => {
      const { id: clientId, poolId, account, region } = client
      const body = { account, region, poolId, clientId, scopes: [...scopes.value] }
      answer.value = await ask('POST tokens', { body })
      heldToken.value = answer.value.accessToken ?? heldToken.value
    })
  return (
    <Section title="A token for it">
      <ScopeChoice
        legend="Scopes to ask for"
        scopes={client.scopes.map((fullName) => ({ fullName }))}
        chosen={scopes.value}
        onChoose={(chosen) => {
          scopes.value = chosen
        }}
      />
      <div class="row">
        <Button kind="main" isDisabled={doing.isBusy.value} onPress={get}>
          Get a token
        </Button>
        <a class="button" href={hrefOf({ view: 'try', params: { client: client.id } })}>
          Call with it
        </a>
      </div>
      {doing.problem.value !== undefined && <Problem text={doing.problem.value} />}
      {answer.value && <Answer answer={answer.value} />}
    </Section>
  )
}

function Answer({ answer }: { readonly answer: TokenAnswer }) {
  const { accessToken, error, expiresInSeconds = 0, requestId, status, curl } = answer
  return (
    <div class="section" aria-live="polite">
      {accessToken === undefined ? (
        <Problem text={`${status}: ${error ?? 'no token'}`} />
      ) : (
        <p class="row">
          A token, good for {durationInWords(expiresInSeconds * 1000)}.
          <Copy text={accessToken} label="Copy it" />
          <a class="button" href={hrefOf({ view: 'clients', rest: ['token'] })}>
            Look into it
          </a>
        </p>
      )}
      {requestId !== undefined && <a href={hrefOf({ view: 'flow', rest: [requestId] })}>How it was decided</a>}
      <Commands lines={[curl]} />
    </div>
  )
}
