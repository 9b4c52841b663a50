import { type BasePathMode, prefixOf } from '../../../languages/openapi/base-path.ts'
import { listOf, mapOf, textOf } from '../../../languages/openapi/json.ts'
import { flagOf, stringsOf } from '../../../languages/openapi/members.ts'
import type { Steps } from '../../../languages/openapi/steps.ts'
import { describeDocumentation } from './describe-documentation.ts'
import { describeMethod } from './describe-method.ts'
import { describeModels, type Models } from './describe-models.ts'
import { describeAuthorizers, isBarred } from './describe-security.ts'
import { describeSettings } from './describe-settings.ts'
import type { ApiDescription, PathDescription } from './description.ts'
import { judgeExtensions } from './extensions.ts'
import { operationsOf, pathItemsOf } from './path-items.ts'
import type { Reading } from './reading.ts'

/** What a document says of an API. */
export function* describe(reading: Omit<Reading, 'warn'>, basePath: BasePathMode): Steps<ApiDescription> {
  const warnings: string[] = []
  const noting: Reading = { ...reading, warn: (text) => void warnings.push(text) }
  const { root } = reading
  yield* judgeExtensions(noting)
  const models = describeModels(noting)
  const prefix = prefixOf(noting, basePath)
  const paths = yield* pathsOf(noting, prefix, models)
  return {
    settings: describeSettings(reading),
    models: models.all,
    authorizers: describeAuthorizers(noting),
    validators: Object.entries(mapOf(root['x-amazon-apigateway-request-validators'])).map(([name, given]) => ({
      name,
      validateRequestBody: flagOf(mapOf(given).validateRequestBody),
      validateRequestParameters: flagOf(mapOf(given).validateRequestParameters),
    })),
    gatewayResponses: gatewayResponsesOf(noting),
    paths,
    documentation: describeDocumentation(noting, prefix),
    warnings,
  }
}

function* pathsOf(reading: Reading, prefix: readonly string[], models: Models): Steps<PathDescription[]> {
  for (const path of Object.keys(mapOf(reading.root.paths))) {
    if (path.startsWith('/') || path.startsWith('x-')) continue
    // Observed for HTTP APIs: github.com/aws/serverless-application-model/issues/2297.
    reading.warn(`Parse issue: attribute paths. Resource ${path} should start with /`)
  }
  const paths: PathDescription[] = []
  for (const { segments, path, item } of pathItemsOf(reading, prefix)) {
    const methods = operationsOf(reading, item)
      .filter(({ operation }) => !isBarred(operation, reading))
      .map(({ httpMethod, operation }) =>
        describeMethod(operation, listOf(item.parameters), { path, httpMethod }, models, reading),
      )
    paths.push({ segments, methods })
    yield
  }
  return paths
}

function gatewayResponsesOf({ root, resolve }: Reading): ApiDescription['gatewayResponses'] {
  return Object.entries(mapOf(root['x-amazon-apigateway-gateway-responses'])).map(([responseType, given]) => {
    const response = mapOf(resolve(given))
    return {
      responseType: responseType as ApiDescription['gatewayResponses'][number]['responseType'],
      statusCode: textOf(response.statusCode),
      responseParameters: stringsOf(response.responseParameters),
      responseTemplates: stringsOf(response.responseTemplates),
    } as ApiDescription['gatewayResponses'][number]
  })
}
