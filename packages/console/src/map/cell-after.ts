type Cell = readonly [row: number, column: number]

const MOVES: Readonly<Record<string, Cell>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** The cell of a table that an arrow key leads to; undefined where there is none. */
export function cellAfter(key: string, [row, column]: Cell, [rows, columns]: Cell): Cell | undefined {
  if (!Object.hasOwn(MOVES, key)) return undefined
  const [down = 0, right = 0] = MOVES[key] ?? []
  const to: Cell = [row + down, column + right]
  return to[0] >= 0 && to[0] < rows && to[1] >= 0 && to[1] < columns ? to : undefined
}
