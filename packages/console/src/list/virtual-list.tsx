import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { type ListPosition, rowAfter, scrollAfterAdding, scrollTo, windowOf } from './window.ts'
import './virtual-list.css'

interface Props<T> {
  readonly label: string
  /** The first is drawn at the top. */
  readonly count: number
  readonly at: (index: number) => T
  /** No two rows have the same. */
  readonly keyOf: (item: T) => string
  readonly rowHeight: number
  /** A link or a button, which takes the focus: there is one for each row. */
  readonly row: (item: T, isInTabOrder: boolean) => JSX.Element
}

/**
 * A list of which only the rows that can be seen are in the page. It is one stop of the Tab key; the arrow keys lead from
 * row to row.
 */
export function VirtualList<T>({ label, count, at, keyOf, rowHeight, row }: Props<T>): JSX.Element {
  const box = useRef<HTMLDivElement>(null)
  const seen = useSignal({ scrollTop: 0, height: 0 })
  const active = useSignal<string | undefined>(undefined)
  const wasFirst = useRef<string | undefined>(undefined)
  const toFocus = useRef<number | undefined>(undefined)
  const position: ListPosition = { ...seen.value, rowHeight, count }
  const { first, end } = windowOf(position)
  const indices = Array.from({ length: end - first }, (_, index) => first + index)
  const isActiveDrawn = indices.some((index) => keyOf(at(index)) === active.value)

  const measure = () => {
    if (!box.current) return
    const { scrollTop, clientHeight: height } = box.current
    if (scrollTop !== seen.value.scrollTop || height !== seen.value.height) seen.value = { scrollTop, height }
  }
  useLayoutEffect(() => {
    const observer = new ResizeObserver(measure)
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    const firstKey = count > 0 ? keyOf(at(0)) : undefined
    const before = wasFirst.current
    wasFirst.current = firstKey
    // What was seen last, since to ask the page where it stands is to have it laid out now.
    const { scrollTop } = seen.peek()
    if (!box.current || before === undefined || before === firstKey || scrollTop === 0) return
    let added = 1
    while (added < count && keyOf(at(added)) !== before) added++
    if (added === count) return
    box.current.scrollTop = scrollAfterAdding(added, { ...position, scrollTop })
    measure()
  })
  useLayoutEffect(() => {
    if (toFocus.current === undefined) return
    const target = box.current?.querySelector<HTMLElement>(`[data-index="${toFocus.current}"] > *`)
    if (!target) return
    toFocus.current = undefined
    target.focus({ preventScroll: true })
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const from = indexOf(event.target)
    const to = from === undefined ? undefined : rowAfter(event.key, from, position)
    if (to === undefined || !box.current) return
    event.preventDefault()
    active.value = keyOf(at(to))
    toFocus.current = to
    box.current.scrollTop = scrollTo(to, { ...position, scrollTop: box.current.scrollTop })
    seen.value = { ...seen.value, scrollTop: box.current.scrollTop }
  }

  return (
    <div class="virtual-list" ref={box} onScroll={measure}>
      <ul aria-label={label} style={{ height: `${count * rowHeight}px` }} onKeyDown={onKeyDown}>
        {indices.map((index) => {
          const item = at(index)
          const key = keyOf(item)
          const isInTabOrder = isActiveDrawn ? key === active.value : index === first
          return (
            <li
              key={key}
              data-index={index}
              aria-setsize={count}
              aria-posinset={index + 1}
              style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
              onFocusCapture={() => {
                active.value = key
              }}
            >
              {row(item, isInTabOrder)}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function indexOf(target: EventTarget | null): number | undefined {
  const index = target instanceof Element ? target.closest<HTMLElement>('[data-index]')?.dataset.index : undefined
  return index === undefined ? undefined : Number(index)
}
