import type { JSX } from 'preact'
import type { RequestSummary } from '../api/contract.ts'
import { toneOf } from '../ui/tone.ts'
import { imageOf } from './course-image.ts'
import './course-picture.css'
import { courseOf } from './lanes.ts'

/** A request's way through the lanes. */
export function CoursePicture({ request }: { readonly request: RequestSummary }): JSX.Element {
  const maskImage = imageOf(courseOf(request))
  return (
    <span class={`course ${toneOf(request.status)}`} aria-hidden="true">
      <span style={{ maskImage }} />
    </span>
  )
}
