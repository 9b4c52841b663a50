import type { FunctionConfiguration } from '../../generated/lambda.ts'
import type { Place } from '../../kernel/place.ts'
import type { FunctionView } from '../contract/map.ts'
import type { Inside } from '../inside.ts'
import { everyPage } from './every-page.ts'

/** All functions, in all accounts and regions. */
export async function functionViews(inside: Inside): Promise<FunctionView[]> {
  const places = await inside.places()
  return (await Promise.all(places.map((place) => functionsIn(place, inside)))).flat()
}

async function functionsIn(place: Place, inside: Inside): Promise<FunctionView[]> {
  const call = inside.operationsIn(place)
  const functions = await everyPage(async (Marker) => {
    const page = await call('lambda', 'ListFunctions', { Marker })
    return { items: page.Functions, next: page.NextMarker }
  })
  return functions.map((configuration) => functionView(place, configuration))
}

function functionView({ account, region }: Place, configuration: FunctionConfiguration): FunctionView {
  const { FunctionName: name = '', FunctionArn: arn = '', Runtime, Handler, State, LastModified } = configuration
  return {
    ...{ account, region, name, arn },
    ...(Runtime !== undefined && { runtime: Runtime }),
    ...(Handler !== undefined && { handler: Handler }),
    memoryMb: configuration.MemorySize ?? 128,
    timeoutSeconds: configuration.Timeout ?? 3,
    ...(State !== undefined && { state: State }),
    logGroup: configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    ...(LastModified !== undefined && { modifiedAt: LastModified }),
  }
}
