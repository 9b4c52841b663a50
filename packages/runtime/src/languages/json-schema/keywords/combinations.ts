import { type Keyword, listOf } from '../keyword.ts'

export const allOf: Keyword = {
  name: 'allOf',
  compile(value, { compile }) {
    const checks = listOf('allOf', value).map((schema) => compile(schema))
    return (given, run) => {
      let fits = true
      for (const check of checks) {
        if (check(given, run)) continue
        fits = false
        if (run.isEnough) return false
      }
      return fits
    }
  },
}

export const anyOf: Keyword = {
  name: 'anyOf',
  compile(value, { compile }) {
    const checks = listOf('anyOf', value).map((schema) => compile(schema))
    return (given, run) => {
      if (checks.some((check) => run.quietly(check, given))) return true
      if (!run.isEnough) for (const check of checks) check(given, run)
      return run.fail(() => 'instance failed to match at least one required schema')
    }
  },
}

export const oneOf: Keyword = {
  name: 'oneOf',
  compile(value, { compile }) {
    const checks = listOf('oneOf', value).map((schema) => compile(schema))
    return (given, run) => {
      let matched = 0
      for (const check of checks) if (run.quietly(check, given)) matched++
      if (matched === 1) return true
      if (matched === 0 && !run.isEnough) for (const check of checks) check(given, run)
      return run.fail(() => `instance failed to match exactly one schema (matched ${matched} out of ${checks.length})`)
    }
  },
}

export const not: Keyword = {
  name: 'not',
  compile(value, { compile }) {
    const check = compile(value)
    return (given, run) =>
      !run.quietly(check, given) || run.fail(() => 'instance matched a schema which it should not have')
  },
}
