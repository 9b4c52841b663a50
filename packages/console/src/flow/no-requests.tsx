import type { JSX } from 'preact'
import { isNothingDeployed } from '../state/server-map.ts'
import { Empty } from '../ui/empty.tsx'
import { NothingDeployed } from '../ui/nothing-deployed.tsx'

/** Where no request is to be seen: how there would be one. */
export function NoRequests({ isFiltered }: { readonly isFiltered: boolean }): JSX.Element {
  if (isFiltered) return <Empty title="No request is like that">Change the filters above, or clear them.</Empty>
  if (!isNothingDeployed.value) {
    return (
      <Empty title="No request yet">
        <p>Calls and token requests are shown here as soon as they are answered, whoever sends them.</p>
        <p>
          <a href="#/try">Call a method from here</a>, or <a href="#/map">see what there is to be called</a>.
        </p>
      </Empty>
    )
  }
  return <NothingDeployed />
}
