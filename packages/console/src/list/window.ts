export interface ListPosition {
  readonly scrollTop: number
  readonly height: number
  readonly rowHeight: number
  readonly count: number
}

/** Drawn above and below what can be seen, so that a quick turn of the wheel shows rows and no gap. */
const SPARE_ROWS = 4

/** Which rows of a long list are worth drawing: from `first` up to, but not with, `end`. */
export function windowOf({ scrollTop, height, rowHeight, count }: ListPosition): { first: number; end: number } {
  const first = clamp(Math.floor(scrollTop / rowHeight) - SPARE_ROWS, 0, count)
  const end = clamp(Math.ceil((scrollTop + height) / rowHeight) + SPARE_ROWS, first, count)
  return { first, end }
}

/** Where to scroll to, so that a row is seen whole; where it is seen already, nowhere. */
export function scrollTo(row: number, { scrollTop, height, rowHeight }: ListPosition): number {
  const top = row * rowHeight
  if (top < scrollTop) return top
  return top + rowHeight > scrollTop + height ? top + rowHeight - height : scrollTop
}

/**
 * Where to scroll to, when rows have come at the top: who reads further down goes on reading the same rows, who looks at
 * the newest sees them come.
 */
export function scrollAfterAdding(rows: number, { scrollTop, rowHeight }: ListPosition): number {
  return scrollTop === 0 ? 0 : scrollTop + rows * rowHeight
}

export type MoveKey = 'ArrowDown' | 'ArrowUp' | 'End' | 'Home' | 'PageDown' | 'PageUp'

/** The row that a key leads to; undefined where it means nothing to a list. */
export function rowAfter(key: string, row: number, { height, rowHeight, count }: ListPosition): number | undefined {
  const page = Math.max(1, Math.floor(height / rowHeight) - 1)
  const moves: Readonly<Record<MoveKey, number>> = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    End: count - 1,
    Home: 0,
    PageDown: row + page,
    PageUp: row - page,
  }
  const to = Object.hasOwn(moves, key) ? moves[key as MoveKey] : undefined
  return to === undefined || count === 0 ? undefined : clamp(to, 0, count - 1)
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
