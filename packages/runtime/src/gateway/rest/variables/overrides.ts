import { SilentMap, TemplateError, type Value } from '../../../languages/velocity/value.ts'

/**
 * Overrides of one kind: headers, path or query parameters. Each may be set once; the second time is a 5XX (documented:
 * apigateway-override-request-response-parameters).
 */
class Overrides extends Map<Value, Value> {
  override set(key: Value, value: Value): this {
    if (this.has(key)) throw alreadySet(key)
    return super.set(key, value)
  }
}

/** `$context.responseOverride`. Other keys than these two are the template's own, and it may use them as it likes. */
class ResponseOverride extends SilentMap {
  override set(key: Value, value: Value): this {
    if (key === 'status' && this.has(key)) throw alreadySet(key)
    return super.set(key, value)
  }
}

function alreadySet(key: Value): TemplateError {
  return new TemplateError(
    `the override of ${typeof key === 'string' ? key.slice(0, 100) : 'a parameter'} is set twice`,
  )
}

/** As a new exchange shows it: three empty maps (observed). */
export function requestOverride(): SilentMap {
  return new SilentMap([
    ['path', new Overrides()],
    ['header', new Overrides()],
    ['querystring', new Overrides()],
  ])
}

/** As a new exchange shows it: no status yet (observed). */
export function responseOverride(): SilentMap {
  return new ResponseOverride([['header', new Overrides()]])
}
