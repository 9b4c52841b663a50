import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { ask } from '../api/ask.ts'
import type { ClientView, SecretView } from '../api/contract.ts'
import { useAsked } from '../state/answer.ts'
import { Button } from '../ui/button.tsx'
import { useDoing } from '../ui/doing.ts'
import { Problem } from '../ui/problem.tsx'
import { Section } from '../ui/section.tsx'
import { dateAndTime } from '../ui/time.ts'
import { refOf } from './client-ref.ts'
import { Secret } from './secret.tsx'
import './secrets.css'

/** Shown at a click; rotated by a second one, with which the client changes over before the first is deleted. */
export function Secrets({ client }: { readonly client: ClientView }): JSX.Element {
  const ref = refOf(client)
  const list = useAsked('POST clients/secrets', { body: ref })
  const shown = useSignal<string | undefined>(undefined)
  const doing = useDoing()
  const { secrets = [] } = list.answer.value.value ?? {}

  const reveal = () =>
    doing.run(async () => {
      shown.value = (await ask('POST clients/reveal', { body: ref })).secret
    })
  const add = () =>
    doing.run(async () => {
      shown.value = (await ask('POST clients/add-secret', { body: ref })).secret
      await list.reload()
    })
  const remove = ({ id }: SecretView) =>
    doing.run(async () => {
      await ask('POST clients/delete-secret', { body: { ...ref, secretId: id } })
      shown.value = undefined
      await list.reload()
    })

  return (
    <Section
      title="Secrets"
      tools={
        <>
          <Button isDisabled={doing.isBusy.value} onPress={reveal}>
            Show the secret
          </Button>
          <Button isDisabled={doing.isBusy.value} onPress={add}>
            Add a second one
          </Button>
        </>
      }
    >
      {doing.problem.value !== undefined && <Problem text={doing.problem.value} />}
      {shown.value !== undefined && <Secret value={shown.value} onHide={() => (shown.value = undefined)} />}
      <ul class="secrets">
        {secrets.map((secret) => (
          <li key={secret.id}>
            <span>
              <code>{secret.id}</code> <span class="soft">made {dateAndTime(secret.createdAt)}</span>
            </span>
            {secrets.length > 1 && (
              <Button kind="danger" isDisabled={doing.isBusy.value} onPress={() => remove(secret)}>
                Delete <span class="out-of-sight">{secret.id}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p class="soft">
        To rotate: add a second one, let the client change over, then delete the first. Both count meanwhile.
      </p>
    </Section>
  )
}
