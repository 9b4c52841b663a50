import type { JSX } from 'preact'
import type { ShownAs, StackResourceView } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { Tag } from '../ui/status.tsx'
import { statusInWords, toneOfStatus } from './stack-status.ts'

/** What a stack is made of; what this console knows more of leads there. */
export function Resources({ resources }: { readonly resources: readonly StackResourceView[] }): JSX.Element {
  return (
    <ul class="events">
      {resources.map(({ logicalId, physicalId, type, status, statusReason, constructPath, shownAs }) => {
        const href = shownAs && placeOf(shownAs)
        return (
          <li key={logicalId} class="resource">
            <Tag tone={toneOfStatus(status)}>{statusInWords(status)}</Tag>
            <span>
              <span class="name">
                {href ? <a href={href}>{constructPath ?? logicalId}</a> : (constructPath ?? logicalId)}
              </span>
              <span class="about">
                {type}
                {physicalId !== undefined && ` · ${physicalId}`}
                {statusReason !== undefined && `: ${statusReason}`}
              </span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function placeOf({ kind, id }: ShownAs): string | undefined {
  if (kind === 'client') return hrefOf({ view: 'clients', rest: [id] })
  if (kind === 'function') return hrefOf({ view: 'functions', rest: [id] })
  if (kind === 'api') return hrefOf({ view: 'try', params: { api: id } })
  if (kind === 'pool') return hrefOf({ view: 'map', rest: ['picture'], params: { text: id } })
  return undefined
}
