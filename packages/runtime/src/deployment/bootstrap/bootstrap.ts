import { isAwsError } from '../../kernel/errors.ts'
import { type Place, placeKey } from '../../kernel/place.ts'
import type { AssemblyStack } from '../assembly.ts'
import { DeploymentFailure } from '../failure.ts'
import type { Undertaking } from '../ports.ts'
import { deployStack } from '../stack/deploy-stack.ts'
import { bootstrapTemplate } from './bootstrap-template.ts'

/** The CDK CLI's name for it. */
const STACK_NAME = 'CDKToolkit'
const VERSION_PARAMETER = /^\/cdk-bootstrap\/([A-Za-z0-9_-]{1,10})\/version$/

/** Gives each place that the stacks go to what CDK apps expect there, unless it has it. */
export async function bootstrapFor(stacks: readonly AssemblyStack[], undertaking: Undertaking): Promise<void> {
  const wanted = new Map<string, { place: Place; parameter: string; stack: string }>()
  for (const { place, displayName, bootstrapVersionParameter: parameter } of stacks) {
    if (parameter === undefined) continue
    wanted.set(`${placeKey(place)} ${parameter}`, { place, parameter, stack: displayName })
  }
  for (const { place, parameter, stack } of wanted.values()) {
    if (await exists(parameter, place, undertaking)) continue
    const qualifier = VERSION_PARAMETER.exec(parameter)?.[1]
    if (qualifier === undefined) {
      throw new DeploymentFailure(`${place.account}/${place.region} has no parameter ${parameter}`, {
        stack,
        hint: 'Bootstrap it as the app wants it: cdk bootstrap.',
      })
    }
    undertaking.tell({ event: 'bootstrap', ...place })
    const quiet = { ...undertaking, tell: () => {} }
    await deployStack({ stackName: STACK_NAME, place, template: bootstrapTemplate(qualifier, place) }, quiet)
  }
}

async function exists(name: string, place: Place, { ports }: Undertaking): Promise<boolean> {
  try {
    await ports.operationsIn(place)('ssm', 'GetParameter', { Name: name })
    return true
  } catch (error) {
    if (isAwsError(error, 'ParameterNotFound')) return false
    throw error
  }
}
