import type { JSX } from 'preact'
import { route } from '../router/router.ts'
import { serverMap } from '../state/server-map.ts'
import { NothingDeployed } from '../ui/nothing-deployed.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { CallForm } from './call-form.tsx'
import { targetNamed, targetsOf } from './targets.ts'

/** Calls a method as a client would: `#/try?api=&stage=&method=&path=&client=`. */
export function TryItView(): JSX.Element {
  const { value: map, problem } = serverMap.value
  const targets = map ? targetsOf(map) : []
  const target = targetNamed(targets, route.value.params)
  return (
    <Page title="Try it">
      {problem !== undefined && <Problem text={problem} />}
      {map && !target && <NothingDeployed />}
      {map && target && <CallForm key={target.method.id} map={map} targets={targets} target={target} />}
    </Page>
  )
}
