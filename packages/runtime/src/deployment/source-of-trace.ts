/** `new Stack (/app/lib/stack.ts:3:5)` or `/app/lib/stack.ts:3:5`, as Node writes a frame. */
const FRAME = /^(?:.*\()?(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/])[^()]*:\d+:\d+)\)?$/
/** Code of others: packages, and the process that runs the CDK for apps that are not written for Node. */
const OTHERS = /[\\/]node_modules[\\/]|[\\/]jsii-|[\\/]lib[\\/]program\.js:/

/** The innermost place of a trace that lies in the user's files, as `/app/lib/stack.ts:3:5`. */
export function sourceOfTrace(trace: unknown): string | undefined {
  if (!Array.isArray(trace)) return undefined
  for (const frame of trace) {
    const place = FRAME.exec(String(frame).trim().replace(/^at /, ''))?.[1]
    if (place !== undefined && !OTHERS.test(place)) return place
  }
  return undefined
}
