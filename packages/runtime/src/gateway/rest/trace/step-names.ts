/** The steps of the pipeline, in its order, as a trace calls them. */
export const STEP_NAMES = [
  'route',
  'authorizer',
  'API key and throttles',
  'validation',
  'request mapping',
  'integration',
  'response mapping',
] as const

export type StepName = (typeof STEP_NAMES)[number]
