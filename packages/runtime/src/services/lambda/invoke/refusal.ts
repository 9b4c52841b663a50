import { AwsError } from '../../../kernel/errors.ts'
import { FunctionRefusal } from '../../../kernel/functions.ts'
import { accessDenied, notFound, requestTooLarge, throttled } from '../errors.ts'
import { ThrottledRefusal } from './concurrency.ts'

/** The platform's refusals as the API words them. */
export async function refusalToWire<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof FunctionRefusal ? wireErrorOf(error) : error
  }
}

function wireErrorOf(refusal: FunctionRefusal): AwsError {
  switch (refusal.reason) {
    case 'throttled':
      return throttled(
        refusal instanceof ThrottledRefusal ? refusal.throttleReason : 'ConcurrentInvocationLimitExceeded',
      )
    case 'missing':
      return notFound(refusal.message)
    case 'denied':
      return accessDenied(refusal.message)
    case 'too-large':
      return requestTooLarge(refusal.message)
    case 'not-runnable':
      return new AwsError('NotImplementedException', refusal.message)
  }
}
