export interface Refusal {
  /** AWS's code. */
  readonly name: string
  readonly message: string
  readonly status: number | undefined
}

interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** What an AWS client throws, reduced to what AWS says. Fails when nothing is refused. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: ServiceError) => ({ error }),
  )
  if (!('error' in outcome)) throw new Error(`it was not refused but answered ${JSON.stringify(outcome.value)}`)
  const { error } = outcome
  return { name: error.name, message: error.message, status: error.$metadata?.httpStatusCode }
}
