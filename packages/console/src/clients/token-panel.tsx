import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { ask } from '../api/ask.ts'
import type { TokenInspection } from '../api/contract.ts'
import { useDoing } from '../ui/doing.ts'
import { TextArea } from '../ui/field.tsx'
import { Problem } from '../ui/problem.tsx'
import { heldToken } from './held-token.ts'
import { Inspection } from './inspection.tsx'

/** What a token holds, whether it counts, and what it opens. */
export function TokenPanel(): JSX.Element {
  const found = useSignal<TokenInspection | undefined>(undefined)
  const doing = useDoing()
  const token = heldToken.value.trim().replace(/^Bearer\s+/i, '')
  useEffect(() => {
    if (token === '') {
      found.value = undefined
      return
    }
    doing.run(async () => {
      found.value = await ask('POST tokens/inspect', { body: { token } })
    })
  }, [token])
  return (
    <>
      <h2 class="part-title">Look into a token</h2>
      <TextArea
        label="Token"
        hint="It is sent to this server alone, and stands in no address and no log."
        value={heldToken.value}
        onType={(text) => (heldToken.value = text)}
      />
      {doing.problem.value !== undefined && <Problem text={doing.problem.value} />}
      {found.value && token !== '' && <Inspection found={found.value} />}
    </>
  )
}
