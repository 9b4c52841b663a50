import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ask } from '../api/ask.ts'
import type { ClientView } from '../api/contract.ts'
import { goTo } from '../router/router.ts'
import { reloadMap } from '../state/server-map.ts'
import { Button } from '../ui/button.tsx'
import { useDoing } from '../ui/doing.ts'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { refOf } from './client-ref.ts'

/** Asks once more, since nothing brings a client back. */
export function DeleteClient({ client }: { readonly client: ClientView }): JSX.Element {
  const isSure = useSignal(false)
  const doing = useDoing()
  const remove = () =>
    doing.run(async () => {
      await ask('POST clients/delete', { body: refOf(client) })
      await reloadMap()
      goTo({ view: 'clients' })
    })
  return (
    <Section title="Delete it">
      {doing.problem.value !== undefined && <Problem text={doing.problem.value} />}
      {isSure.value ? (
        <div class="row" role="alert">
          <span>Its tokens count until they expire, and it gets no more. A stack that made it will miss it.</span>
          <Button kind="danger" isDisabled={doing.isBusy.value} onPress={remove}>
            Delete {client.name}
          </Button>
          <Button onPress={() => (isSure.value = false)}>Keep it</Button>
        </div>
      ) : (
        <div class="row">
          <Button kind="danger" onPress={() => (isSure.value = true)}>
            Delete this client…
          </Button>
        </div>
      )}
    </Section>
  )
}
