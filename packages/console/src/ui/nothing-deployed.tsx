import type { JSX } from 'preact'
import { Commands } from './commands.tsx'
import { Empty } from './empty.tsx'

const DEPLOY = ['eval "$(sallyport env)"', 'cdk bootstrap', 'cdk deploy --all']

/** An empty server: how to start. */
export function NothingDeployed(): JSX.Element {
  return (
    <Empty title="Nothing is deployed">
      <p>
        Deploy a CDK app from the folder in which it is; this page then shows what it made, and each call as it comes.
      </p>
      <Commands lines={DEPLOY} />
      <p>
        Without the CDK CLI: <code>sallyport deploy</code>, or <code>sallyport dev</code>, which deploys again whenever
        a file changes.
      </p>
    </Empty>
  )
}
