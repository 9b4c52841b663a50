import type { Forwards } from '../../kernel/forwards.ts'
import { compileJavaRegex } from '../../languages/java-regex/java-regex.ts'
import { PatternError } from '../../languages/java-regex/syntax.ts'
import { problemWithTemplate } from '../../languages/velocity/template.ts'
import type { DefinitionChecks } from '../check-ports.ts'
import { problemWithAccessFormat } from '../logs/access-format.ts'
import { emulatedAuthorizerTypes, problemWithAuthorizer } from './authorizers/index.ts'
import { isKeyParameter } from './cache/cache-key.ts'
import { emulatedIntegrationTypes, problemWithIntegration } from './integrations/index.ts'
import { compileSource } from './mapping/source.ts'

/** Pure: nothing is kept, nothing is run. */
export const definitionChecks: DefinitionChecks = {
  problemWithTemplate,
  problemWithAccessFormat,
  problemWithMapping(source) {
    return compileSource(source) ? undefined : `Invalid mapping expression specified: ${source.slice(0, 200)}`
  },
  isCacheKeyParameter: isKeyParameter,
  problemWithPattern(pattern) {
    try {
      compileJavaRegex(pattern)
      return undefined
    } catch (error) {
      if (error instanceof PatternError) return error.message
      throw error
    }
  },
  integrationTypes: emulatedIntegrationTypes,
  problemWithIntegration,
  authorizerTypes: emulatedAuthorizerTypes,
  problemWithAuthorizer,
}

/** Where other emulators answer for services. */
export function definitionChecksWith(forwards: Forwards): DefinitionChecks {
  return { ...definitionChecks, problemWithIntegration: (definition) => problemWithIntegration(definition, forwards) }
}
