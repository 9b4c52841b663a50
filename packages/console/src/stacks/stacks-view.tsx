import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { hrefOf } from '../router/route.ts'
import { route } from '../router/router.ts'
import { useAsked } from '../state/answer.ts'
import { NothingDeployed } from '../ui/nothing-deployed.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { Split } from '../ui/split.tsx'
import { StackList } from './stack-list.tsx'
import { StackPanel } from './stack-panel.tsx'

const AGAIN_MS = 2000

/** `#/stacks/{name}/{part}?account=&region=` */
export function StacksView(): JSX.Element {
  const { rest, params } = route.value
  const [name] = rest
  const list = useAsked('GET stacks')
  const { value, problem } = list.answer.value
  useEffect(() => {
    const timer = setInterval(() => list.reload(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [list])
  const chosen = value?.stacks.find(
    (stack) =>
      stack.name === name &&
      (params.account === undefined || stack.account === params.account) &&
      (params.region === undefined || stack.region === params.region),
  )
  return (
    <Page title="Stacks">
      {problem !== undefined && <Problem text={problem} />}
      {value?.stacks.length === 0 && <NothingDeployed />}
      {value && value.stacks.length > 0 && (
        <Split
          list={<StackList stacks={value.stacks} chosen={chosen} />}
          isChosen={name !== undefined}
          back={hrefOf({ view: 'stacks' })}
        >
          {chosen && <StackPanel key={chosen.id} stack={chosen} />}
          {name === undefined && <p class="soft">Choose a stack to see what is in it and what was done to it.</p>}
          {name !== undefined && !chosen && <Problem text={`There is no stack ${name} any more.`} />}
        </Split>
      )}
    </Page>
  )
}
