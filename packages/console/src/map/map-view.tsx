import type { JSX } from 'preact'
import { route, setParams } from '../router/router.ts'
import { useAsked } from '../state/answer.ts'
import { isNothingDeployed, serverMap } from '../state/server-map.ts'
import { TextField } from '../ui/field.tsx'
import { NothingDeployed } from '../ui/nothing-deployed.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { Matrix } from './matrix.tsx'
import { matrixOf } from './matrix-cells.ts'
import { Picture } from './picture.tsx'
import { pictureOf } from './picture-layout.ts'

const TABS = { picture: 'Picture', access: 'Who may call what' } as const

/** What is deployed, as a picture and as a table: `#/map/picture`, `#/map/access`. */
export function MapView(): JSX.Element {
  const { rest, params } = route.value
  const { text = '' } = params
  const tab = rest[0] === 'access' ? 'access' : 'picture'
  const { value: map, problem } = serverMap.value
  return (
    <Page
      title="Map"
      tools={
        <TextField compact label="Find a client, scope or method" value={text} onType={(text) => setParams({ text })} />
      }
    >
      {problem !== undefined && <Problem text={problem} />}
      {isNothingDeployed.value ? (
        <NothingDeployed />
      ) : (
        <>
          <Tabs label="Kinds of maps" view="map" tabs={TABS} current={tab} />
          {map && tab === 'picture' && <PictureOf layout={pictureOf(map, text)} />}
          {map && tab === 'access' && <Access text={text} />}
        </>
      )}
    </Page>
  )
}

function PictureOf({ layout }: { readonly layout: ReturnType<typeof pictureOf> }) {
  if (layout.nodes.length === 0) return <p class="soft">Nothing here has that in its name.</p>
  return (
    <>
      {layout.leftOut > 0 && <p class="soft">{layout.leftOut} more have no room here; the text above finds them.</p>}
      <Picture layout={layout} />
    </>
  )
}

function Access({ text }: { readonly text: string }) {
  const map = serverMap.value.value
  const { value: access, problem } = useAsked('GET map/access').answer.value
  if (problem !== undefined) return <Problem text={problem} />
  if (!access || !map) return null
  const matrix = matrixOf(map, access, text)
  if (matrix.clients.length === 0 || matrix.rows.length === 0) {
    return <p class="soft">There is no client, or no method, to show here.</p>
  }
  return (
    <>
      {matrix.leftOut > 0 && <p class="soft">{matrix.leftOut} more have no room here; the text above finds them.</p>}
      <Matrix matrix={matrix} />
    </>
  )
}
