/**
 * An event as it is delivered. What it says of this server's own addresses (where a custom resource's response is awaited)
 * was true when it was accepted; a process that goes on elsewhere is found where it is.
 */
export function addressedHere(payload: Buffer, from: string | undefined, to: string): Buffer {
  const before = `${from}/_aws/`
  if (from === undefined || from === to || !payload.includes(before)) return payload
  // One character for each byte, so that nothing else changes.
  return Buffer.from(payload.toString('latin1').replaceAll(before, `${to}/_aws/`), 'latin1')
}
