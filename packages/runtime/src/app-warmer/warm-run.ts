/** The variable in which a process finds its {@link WarmRun}. */
export const WARM_RUN = 'SALLYPORT_WARM_RUN'

/** What `sallyport dev` tells a process that is to wait. */
export interface WarmRun {
  readonly id: number
  /** The socket of `sallyport dev`. */
  readonly address: string
  /** What the run before has loaded; written anew by this one. */
  readonly recordFile: string
  /** Made by a run that must not go on: what it has read ahead has changed since. */
  readonly staleFile: string
  /** The stack of the error that has ended the app, if one has. */
  readonly errorFile: string
  /** The app's own, without what makes it wait. */
  readonly nodeOptions?: string
}

export function parseWarmRun(text: string): WarmRun {
  return JSON.parse(text) as WarmRun
}
