import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ask } from '../api/ask.ts'
import type { CallAnswer, CallRequest, ServerMap } from '../api/contract.ts'
import { route, setParams } from '../router/router.ts'
import { allClients, findClient } from '../state/server-map.ts'
import { Button } from '../ui/button.tsx'
import { useDoing } from '../ui/doing.ts'
import { Select, TextArea, TextField } from '../ui/field.tsx'
import { Problem } from '../ui/problem.tsx'
import { Answer } from './answer.tsx'
import './try-it.css'
import { filledPath, pairsIn, type Target, variablesOf } from './targets.ts'

const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((value) => ({ value, text: value }))
const WITHOUT_BODY = new Set(['GET', 'HEAD'])

interface Props {
  readonly map: ServerMap
  readonly targets: readonly Target[]
  readonly target: Target
}

export function CallForm({ map, targets, target }: Props): JSX.Element {
  const { api, stage, method } = target
  const values = useSignal<Readonly<Record<string, string>>>({})
  const anyVerb = useSignal('GET')
  const query = useSignal('')
  const headers = useSignal('')
  const body = useSignal('')
  const answer = useSignal<CallAnswer | undefined>(undefined)
  const doing = useDoing()
  const client = findClient(route.value.params.client ?? '')
  const verb = method.method === 'ANY' ? anyVerb.value : method.method
  const path = filledPath(method.path, values.value)
  const variables = method.path === '$default' ? ['$default'] : variablesOf(method.path)

  const call = () =>
    doing.run(async () => {
      const request: CallRequest = {
        method: verb,
        target: { apiId: api.id, stage: stage.name, path },
        query: pairsIn(query.value, '='),
        headers: pairsIn(headers.value, ':'),
        ...(!WITHOUT_BODY.has(verb) && body.value !== '' && { body: body.value }),
        ...(client && {
          client: { account: client.account, region: client.region, poolId: client.poolId, clientId: client.id },
        }),
      }
      answer.value = await ask('POST calls', { body: request })
    })

  return (
    <div class="try-it">
      <form
        class="form"
        aria-label="The call"
        onSubmit={(event) => {
          event.preventDefault()
          call()
        }}
      >
        <Select
          label="Method"
          value={method.id}
          choices={targets.map((one) => ({ value: one.method.id, text: nameOf(one) }))}
          onChoose={(id) => choose(targets.find((one) => one.method.id === id))}
        />
        {method.method === 'ANY' && (
          <Select label="HTTP method" value={verb} choices={VERBS} onChoose={(value) => (anyVerb.value = value)} />
        )}
        {variables.map((name) => (
          <TextField
            key={name}
            label={name === '$default' ? 'Path' : `In the path: ${name}`}
            isCode
            value={values.value[name] ?? ''}
            onType={(text) => (values.value = { ...values.value, [name]: text })}
          />
        ))}
        <Select
          label="As client"
          value={client?.id ?? ''}
          choices={[
            { value: '', text: 'nobody: without a token' },
            ...allClients(map).map(({ id, name }) => ({ value: id, text: name })),
          ]}
          onChoose={(id) => setParams({ client: id })}
          hint={wanted(target)}
        />
        <details>
          <summary>Query, headers{WITHOUT_BODY.has(verb) ? '' : ', body'}</summary>
          <div class="form">
            <TextArea
              label="Query"
              hint="One a line: name=value"
              value={query.value}
              onType={(t) => (query.value = t)}
            />
            <TextArea
              label="Headers"
              hint="One a line: Name: value"
              value={headers.value}
              onType={(t) => (headers.value = t)}
            />
            {!WITHOUT_BODY.has(verb) && <TextArea label="Body" value={body.value} onType={(t) => (body.value = t)} />}
          </div>
        </details>
        <div class="row">
          <Button kind="main" isSubmit isDisabled={doing.isBusy.value}>
            Call it
          </Button>
          <span class="mono soft">
            {verb} /{stage.name}
            {path}
          </span>
        </div>
        {doing.problem.value !== undefined && <Problem text={doing.problem.value} />}
      </form>
      <section class="try-it-answer" aria-label="The answer" aria-live="polite">
        {answer.value ? <Answer answer={answer.value} /> : <p class="soft">The answer will stand here.</p>}
      </section>
    </div>
  )
}

function choose(target: Target | undefined): void {
  if (!target) return
  const { api, stage, method } = target
  setParams({ api: api.id, stage: stage.name, method: method.method, path: method.path })
}

function nameOf({ api, stage, method }: Target): string {
  return `${method.method} ${method.path} (${api.name}/${stage.name})`
}

function wanted({ method: { authorization, needsApiKey } }: Target): string {
  const { type, name, scopes } = authorization
  const key = needsApiKey ? ' It wants an API key too: send it in the header x-api-key.' : ''
  if (type === 'NONE') return `The method asks for no token.${key}`
  const by = scopes.length === 0 ? '' : ` that has ${scopes.join(' or ')}`
  return `The method asks for a token${by} (${name ?? type}).${key}`
}
