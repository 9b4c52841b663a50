import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { AccessCell } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { route, setParams } from '../router/router.ts'
import { cellAfter } from './cell-after.ts'
import { type Matrix as Cells, sentenceOf } from './matrix-cells.ts'
import './matrix.css'

const MARKS: Readonly<Record<AccessCell['verdict'], string>> = { open: '○', yes: '✓', no: '✕', depends: '?' }
const WORDS: Readonly<Record<AccessCell['verdict'], string>> = {
  open: 'everybody may',
  yes: 'may',
  no: 'may not',
  depends: 'each call tells',
}
const HINT = 'Point at a cell, or go there with the arrow keys: this line says why.'

/** Who may call what. One cell is a stop of the Tab key; the arrow keys lead on from there. */
export function Matrix({ matrix }: { readonly matrix: Cells }): JSX.Element {
  const pointed = useSignal<readonly [row: number, column: number] | undefined>(undefined)
  const { client = '', method = '' } = route.value.params
  const chosen = [
    matrix.rows.findIndex((row) => row.method.id === method),
    matrix.clients.findIndex(({ id }) => id === client),
  ] as const
  const [stopRow, stopColumn] = chosen[0] < 0 || chosen[1] < 0 ? [0, 0] : chosen
  const shown = pointed.value ?? chosen

  const onKeyDown = (event: KeyboardEvent) => {
    const from = pointed.value
    const to = from && cellAfter(event.key, from, [matrix.rows.length, matrix.clients.length])
    if (!to || !(event.currentTarget instanceof HTMLElement)) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${to.join(' ')}"]`)?.focus()
  }

  return (
    <div class="matrix">
      <p class="matrix-reason" aria-live="polite">
        {reasonOf(matrix, shown) ?? <span class="soft">{HINT}</span>}
      </p>
      <ul class="matrix-legend">
        {(Object.keys(MARKS) as AccessCell['verdict'][]).map((verdict) => (
          <li key={verdict}>
            <span class={`verdict ${verdict}`} aria-hidden="true">
              {MARKS[verdict]}
            </span>
            {WORDS[verdict]}
          </li>
        ))}
      </ul>
      <div class="matrix-scroll">
        <table onMouseLeave={() => (pointed.value = undefined)} onKeyDown={onKeyDown}>
          <caption class="out-of-sight">Who may call what</caption>
          <thead>
            <tr>
              <th scope="col">Method</th>
              {matrix.clients.map(({ id, name, refused }) => (
                <th key={id} scope="col" title={refused === undefined ? name : `${name} gets no token: ${refused}`}>
                  <a href={hrefOf({ view: 'clients', rest: [id] })}>{name}</a>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.rows.map(({ method: view, where, cells }, row) => (
              <tr key={view.id}>
                <th scope="row">
                  <span class="mono">
                    <b>{view.method}</b> {view.path}
                  </span>
                  <span class="matrix-where">{where}</span>
                </th>
                {cells.map((cell, column) => {
                  const of = matrix.clients[column]
                  const point = () => (pointed.value = [row, column])
                  return (
                    <td key={of?.id}>
                      <button
                        type="button"
                        class={`verdict ${cell.verdict}`}
                        data-cell={`${row} ${column}`}
                        tabIndex={row === stopRow && column === stopColumn ? 0 : -1}
                        aria-label={sentenceOf(of?.name ?? '', view, cell)}
                        aria-pressed={row === chosen[0] && column === chosen[1]}
                        onMouseEnter={point}
                        onFocus={point}
                        onClick={() => setParams({ client: of?.id ?? '', method: view.id })}
                      >
                        {MARKS[cell.verdict]}
                      </button>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

function reasonOf({ rows, clients }: Cells, [row, column]: readonly [number, number]): string | undefined {
  const [at, client] = [rows[row], clients[column]]
  const cell = at?.cells[column]
  return at && client && cell ? sentenceOf(client.name, at.method, cell) : undefined
}
