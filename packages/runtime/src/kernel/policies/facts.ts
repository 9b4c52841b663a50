/** What a policy is held against: one request. */
export interface PolicyRequest {
  /** For example `execute-api:Invoke`. */
  readonly action: string
  readonly resource: string
  /** Whom `Principal` names. Undefined for a caller who is nobody. */
  readonly principal?: RequestPrincipal
  readonly facts: Facts
}

export interface RequestPrincipal {
  /** ARNs and account ids by which the caller may be named under `AWS`, or a name under `Service`. */
  readonly type: 'AWS' | 'Service'
  readonly names: readonly string[]
}

/** Values of condition keys, e.g. `aws:SourceIp`. Keys are told apart without their case (documented). */
export class Facts {
  readonly #values: ReadonlyMap<string, readonly string[]>

  /** Those that are undefined are not there. */
  constructor(values: Readonly<Record<string, string | readonly string[] | undefined>>) {
    const known = new Map<string, readonly string[]>()
    for (const [key, value] of Object.entries(values)) {
      if (value !== undefined) known.set(key.toLowerCase(), typeof value === 'string' ? [value] : value)
    }
    this.#values = known
  }

  /** These, and others beside them. */
  with(values: Readonly<Record<string, string>>): Facts {
    return new Facts({ ...Object.fromEntries(this.#values), ...values })
  }

  of(key: string): readonly string[] | undefined {
    return this.#values.get(key.toLowerCase())
  }

  /**
   * A text of a policy with its variables filled in: `${aws:username}`, `${aws:username, 'nobody'}`, `${$}` (documented:
   * reference_policies_variables). Undefined where a value is missing: such a text matches nothing.
   */
  filled(text: string): string | undefined {
    if (!text.includes('${')) return text
    let isComplete = true
    const filled = text.replace(/\$\{([^}]*)\}/g, (_all, inner: string) => {
      const { name, fallback } = readVariable(inner)
      const values = this.of(name)
      const value = name === '$' ? name : values?.length === 1 ? values[0] : fallback
      // A wildcard out of a variable would stand for more than itself, and the globs here know no escape.
      if (value === undefined || /[*?]/.test(value)) isComplete = false
      return value ?? ''
    })
    return isComplete ? filled : undefined
  }
}

/**
 * `name`, or `name, 'default'`. Taken apart by hand: a regular expression takes hours over a few hundred blanks, and
 * policies come from outside. What is of neither form has no name.
 */
function readVariable(inner: string): { readonly name: string; readonly fallback?: string } {
  const comma = inner.indexOf(',')
  if (comma < 0) return { name: inner.trim() }
  const quoted = inner.slice(comma + 1).trim()
  const fallback = quoted.slice(1, -1)
  const isQuoted = quoted.length >= 2 && quoted.startsWith("'") && quoted.endsWith("'") && !fallback.includes("'")
  return isQuoted ? { name: inner.slice(0, comma).trim(), fallback } : { name: '' }
}
