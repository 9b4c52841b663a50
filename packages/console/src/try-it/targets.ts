import type { ApiView, MethodView, ServerMap, StageView } from '../api/contract.ts'

export interface Target {
  readonly api: ApiView
  readonly stage: StageView
  readonly method: MethodView
}

/** All that can be called. */
export function targetsOf(map: ServerMap): readonly Target[] {
  return map.apis.flatMap((api) =>
    api.stages.flatMap((stage) => stage.methods.map((method) => ({ api, stage, method }))),
  )
}

/** The method that an address names; else the first one. */
export function targetNamed(targets: readonly Target[], params: Readonly<Record<string, string>>): Target | undefined {
  const named = targets.find(
    ({ api, stage, method }) =>
      api.id === params.api &&
      stage.name === params.stage &&
      method.method === params.method &&
      method.path === params.path,
  )
  return named ?? targets[0]
}

/** The names of what stands in braces in a path: `/pets/{id}/{proxy+}` has `id` and `proxy+`. */
export function variablesOf(path: string): readonly string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name)
}

/** The path with values in place of its variables. A greedy one takes slashes too. */
export function filledPath(path: string, values: Readonly<Record<string, string>>): string {
  if (path === '$default') return `/${values[path] ?? ''}`
  return path.replace(/\{([^}]+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (!value) return whole
    return name.endsWith('+') ? value.split('/').map(encodeURIComponent).join('/') : encodeURIComponent(value)
  })
}

/** Lines such as `Name: value`. */
export function pairsIn(text: string, mark: ':' | '='): readonly { readonly name: string; readonly value: string }[] {
  return text.split('\n').flatMap((line) => {
    const at = line.indexOf(mark)
    if (line.trim() === '') return []
    if (at < 0) return [{ name: line.trim(), value: '' }]
    return [{ name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() }]
  })
}
