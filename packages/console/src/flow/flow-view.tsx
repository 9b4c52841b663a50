import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { VirtualList } from '../list/virtual-list.tsx'
import { hrefOf } from '../router/route.ts'
import { goTo, route } from '../router/router.ts'
import { TracePanel } from '../trace/trace-panel.tsx'
import { filterOf, matcherOf } from './filter.ts'
import { FilterBar } from './filter-bar.tsx'
import './flow-view.css'
import { LaneHead } from './lane-head.tsx'
import { leftOut, requests } from './live.ts'
import { NoRequests } from './no-requests.tsx'
import type { Logged } from './request-log.ts'
import { RequestRow } from './request-row.tsx'

const ROW = 40
const NARROW_ROW = 84
/** Below it the lanes stand under the request, not beside it. */
const NARROW_BELOW = 720

/** Home: each request as it is answered, and why. `#/flow/{request id}` shows one beside the others. */
export function FlowView(): JSX.Element {
  const { rest, params } = route.value
  const openId = rest[0]
  const shown = useComputed(() => requests.value.filter(matching(route.value.params)))
  const items = shown.value
  const list = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow(list)
  const close = () => goTo({ view: 'flow', params })
  useEscape(openId === undefined ? undefined : close)

  return (
    <div class={`flow ${isNarrow ? 'is-narrow' : ''} ${openId === undefined ? '' : 'has-panel'}`}>
      <h1 class="out-of-sight">Flow</h1>
      <FilterBar filter={filterOf(params)} />
      <div class="flow-body">
        <div class="flow-list" ref={list}>
          {items.length > 0 && <LaneHead />}
          {items.length > 0 ? (
            <VirtualList<Logged>
              key={JSON.stringify(params)}
              label="Requests, the newest first"
              count={items.length}
              at={(index) => items[index] as Logged}
              keyOf={({ serial }) => String(serial)}
              rowHeight={isNarrow ? NARROW_ROW : ROW}
              row={(logged, isInTabOrder) => (
                <RequestRow
                  logged={logged}
                  href={hrefOf({ view: 'flow', rest: [logged.request.requestId], params })}
                  isOpen={logged.request.requestId === openId}
                  isInTabOrder={isInTabOrder}
                />
              )}
            />
          ) : (
            <NoRequests isFiltered={requests.value.length > 0} />
          )}
          <p class="flow-foot" role="status">
            {counted(items.length, requests.value.length, leftOut.value)}
          </p>
        </div>
        {openId !== undefined && (
          <TracePanel key={openId} requestId={openId} closeHref={hrefOf({ view: 'flow', params })} />
        )}
      </div>
    </div>
  )
}

const matching = (params: Readonly<Record<string, string>>) => {
  const matches = matcherOf(filterOf(params))
  return ({ request }: Logged) => matches(request)
}

function counted(shown: number, all: number, left: number): string {
  const number = (value: number) => value.toLocaleString('en')
  const many = shown === all ? `${number(all)} requests` : `${number(shown)} of ${number(all)} requests`
  return left === 0 ? many : `${many}; ${number(left)} more came too fast to be listed`
}

function useIsNarrow(box: { readonly current: HTMLElement | null }): boolean {
  const isNarrow = useSignal(innerWidth < NARROW_BELOW)
  useLayoutEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(([entry]) => {
      isNarrow.value = (entry?.contentRect.width ?? 0) < NARROW_BELOW
    })
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return isNarrow.value
}

function useEscape(action: (() => void) | undefined): void {
  useEffect(() => {
    if (!action) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') action()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [action])
}
