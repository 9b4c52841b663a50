import type { JSX } from 'preact'
import type { FunctionView } from '../api/contract.ts'
import { hrefOf } from '../router/route.ts'
import { route } from '../router/router.ts'
import { isNothingDeployed, serverMap } from '../state/server-map.ts'
import { NothingDeployed } from '../ui/nothing-deployed.tsx'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { Split } from '../ui/split.tsx'
import { FunctionPanel } from './function-panel.tsx'

/** `#/functions/{name}?account=&region=&text=` */
export function FunctionsView(): JSX.Element {
  const { rest, params } = route.value
  const [name] = rest
  const { value: map, problem } = serverMap.value
  const functions = map?.functions ?? []
  const chosen = functions.find(
    (one) =>
      one.name === name &&
      (params.account === undefined || one.account === params.account) &&
      (params.region === undefined || one.region === params.region),
  )
  return (
    <Page title="Functions">
      {problem !== undefined && <Problem text={problem} />}
      {isNothingDeployed.value && <NothingDeployed />}
      {map && !isNothingDeployed.value && functions.length === 0 && <p class="soft">No function is deployed.</p>}
      {functions.length > 0 && (
        <Split
          list={<FunctionList functions={functions} chosen={chosen} />}
          isChosen={name !== undefined}
          back={hrefOf({ view: 'functions' })}
        >
          {chosen && <FunctionPanel key={chosen.arn} of={chosen} />}
          {name === undefined && <p class="soft">Choose a function to read its logs as they are written.</p>}
          {name !== undefined && !chosen && <Problem text={`There is no function ${name} any more.`} />}
        </Split>
      )}
    </Page>
  )
}

interface ListProps {
  readonly functions: readonly FunctionView[]
  readonly chosen: FunctionView | undefined
}

function FunctionList({ functions, chosen }: ListProps) {
  return (
    <nav class="choices" aria-label="Functions">
      <ul>
        {functions.map((one) => {
          const params = { account: one.account, region: one.region }
          return (
            <li key={one.arn}>
              <a
                href={hrefOf({ view: 'functions', rest: [one.name], params })}
                aria-current={one === chosen ? 'true' : undefined}
              >
                <span>
                  <span class="name">{one.name}</span>
                  <span class="about">
                    {one.runtime ?? 'container image'} · {one.region}
                  </span>
                </span>
              </a>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
