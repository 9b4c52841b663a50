import type { JSX } from 'preact'
import { nameOfApi, nameOfClient } from '../state/server-map.ts'
import { memo } from '../ui/memo.ts'
import { Status } from '../ui/status.tsx'
import { timeOfDay } from '../ui/time.ts'
import { CoursePicture } from './course-picture.tsx'
import { courseOf, inWords } from './lanes.ts'
import type { Logged } from './request-log.ts'
import './request-row.css'

interface Props {
  readonly logged: Logged
  readonly href: string
  readonly isOpen: boolean
  readonly isInTabOrder: boolean
}

/** One request: what it asked, how it was answered, and its way. */
export const RequestRow = memo(function RequestRow({ logged, href, isOpen, isInTabOrder }: Props): JSX.Element {
  const { request } = logged
  const { method, path, status, startedAt, durationMs, client, api } = request
  return (
    <a class="request" href={href} tabIndex={isInTabOrder ? 0 : -1} aria-current={isOpen ? 'true' : undefined}>
      <span class="when mono">{timeOfDay(startedAt)}</span>
      <Status status={status} />
      <span class="what">
        <span class="mono target">
          <b>{method}</b> {path}
        </span>
        <span class="who">
          {client === undefined ? 'no client' : nameOfClient(client)} · {nameOfApi(api)}
        </span>
      </span>
      <CoursePicture request={request} />
      <span class="out-of-sight">{inWords(courseOf(request))}</span>
      <span class="took mono">{durationMs} ms</span>
    </a>
  )
})
