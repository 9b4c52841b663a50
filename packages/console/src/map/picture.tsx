import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { hrefOf } from '../router/route.ts'
import { route, setParams } from '../router/router.ts'
import { COLUMNS, type Picture as Layout, type PictureNode, reach } from './picture-layout.ts'
import './picture.css'

const ROW = 52
const NODE = 40
const HEAD = 30
/** Of the whole width, in percent: how wide nodes are, and how far it is from one column to the next. */
const NODE_WIDTH = 19
const COLUMN_STEP = (100 - NODE_WIDTH) / (COLUMNS.length - 1)

/** What is deployed: a click keeps what hangs together with a node in view, and its address. */
export function Picture({ layout }: { readonly layout: Layout }): JSX.Element {
  const pointed = useSignal('')
  const { node: chosen = '' } = route.value.params
  const lit = pointed.value || chosen
  const reached = lit === '' ? undefined : reach([lit], layout.edges)
  const height = HEAD + layout.rows * ROW
  const byId = new Map(layout.nodes.map((node) => [node.id, node]))

  return (
    <div class="picture-scroll">
      <div class={`picture ${reached ? 'is-lit' : ''}`} style={{ height: `${height}px` }}>
        <svg width="100%" height={height} viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" aria-hidden="true">
          {layout.edges.map(([from, to]) => {
            const isLit = !!reached?.has(from) && reached.has(to)
            return (
              <path key={`${from} ${to}`} class={isLit ? 'edge lit' : 'edge'} d={curve(byId.get(from), byId.get(to))} />
            )
          })}
        </svg>
        {COLUMNS.map((title, column) => (
          <section
            key={title}
            class="picture-column"
            style={{ left: `${column * COLUMN_STEP}%`, width: `${NODE_WIDTH}%` }}
          >
            <h2>{title}</h2>
            <ul>
              {layout.nodes
                .filter((node) => node.column === column)
                .map((node) => (
                  <li key={node.id} style={{ height: `${ROW}px` }}>
                    <Node
                      node={node}
                      isChosen={node.id === chosen}
                      isLit={!reached || reached.has(node.id)}
                      onPoint={(isPointed) => {
                        pointed.value = isPointed ? node.id : ''
                      }}
                      onChoose={() => setParams({ node: node.id === chosen ? '' : node.id })}
                    />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}

interface NodeProps {
  readonly node: PictureNode
  readonly isChosen: boolean
  readonly isLit: boolean
  readonly onPoint: (isPointed: boolean) => void
  readonly onChoose: () => void
}

function Node({ node, isChosen, isLit, onPoint, onChoose }: NodeProps) {
  return (
    <div class={`node ${isLit ? '' : 'dimmed'}`} style={{ height: `${NODE}px` }}>
      <button
        type="button"
        aria-pressed={isChosen}
        title={`${node.text}\n${node.about}`}
        onClick={onChoose}
        onMouseEnter={() => onPoint(true)}
        onMouseLeave={() => onPoint(false)}
      >
        <span class="node-text">{node.text}</span>
        <span class="node-about">{node.about}</span>
      </button>
      {node.href && (
        <a href={hrefOf(node.href)} aria-label={`Open ${node.text}`} title="Open">
          ↗
        </a>
      )}
    </div>
  )
}

/** From the right side of one node to the left side of another. */
function curve(from: PictureNode | undefined, to: PictureNode | undefined): string {
  if (!from || !to) return ''
  const x1 = from.column * COLUMN_STEP + NODE_WIDTH
  const x2 = to.column * COLUMN_STEP
  const middle = (x1 + x2) / 2
  return `M${x1} ${middleOf(from)} C${middle} ${middleOf(from)} ${middle} ${middleOf(to)} ${x2} ${middleOf(to)}`
}

const middleOf = ({ row }: PictureNode) => HEAD + row * ROW + NODE / 2
