import type { Parameter } from '../../../generated/ssm.ts'
import { isAwsError } from '../../../kernel/errors.ts'
import type { CallContext } from '../../../kernel/operation.ts'
import { operation } from '../deps.ts'
import { parseReference } from '../parameter-name.ts'
import { parameters, versions } from '../repository.ts'
import { parameterToWire, type Reading } from '../wire.ts'

export const getParameter = operation('GetParameter', async (input, { vault }, ctx) => ({
  Parameter: await read(input.Name, { vault, decrypt: input.WithDecryption }, ctx),
}))

/** What cannot be found is listed, not refused. */
export const getParameters = operation('GetParameters', async (input, { vault }, ctx) => {
  const Parameters: Parameter[] = []
  const InvalidParameters: string[] = []
  for (const name of new Set(input.Names)) {
    try {
      Parameters.push(await read(name, { vault, decrypt: input.WithDecryption }, ctx))
    } catch (error) {
      if (!isAwsError(error, 'ParameterNotFound', 'ParameterVersionNotFound')) throw error
      InvalidParameters.push(name)
    }
  }
  return { Parameters, InvalidParameters }
})

async function read(text: string, reading: Reading, { reader, place }: CallContext): Promise<Parameter> {
  const parameter = await parameters.require(reader, place, text)
  const { selector } = parseReference(text, place)
  const version = await versions.require(reader, place, parameter, selector)
  return parameterToWire(parameter.arn, version, reading, selector === undefined ? undefined : `:${selector}`)
}
