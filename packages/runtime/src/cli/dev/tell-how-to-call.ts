import type { AccessMatrix, ServerMap } from '../../admin/contract/map.ts'
import type { Status } from '../../kernel/status.ts'
import { callAdmin } from '../find-server.ts'
import type { Screen } from '../screen/screen.ts'
import { readyLines, type Server } from './ready-lines.ts'

/** Tells how to call what is deployed: what was told `before` is not told again. Gives all there is to tell. */
export async function tellHowToCall(
  server: Server,
  screen: Pick<Screen, 'tell'>,
  before: readonly string[] = [],
): Promise<readonly string[]> {
  const [map, access, { functionUrls }] = await Promise.all([
    callAdmin<ServerMap>(server.origin, 'map'),
    callAdmin<AccessMatrix>(server.origin, 'map/access'),
    callAdmin<Status>(server.origin, 'status'),
  ])
  const lines = readyLines({ map, access, functionUrls }, server)
  const fresh = newLines(lines, before)
  if (fresh.length > 0) screen.tell(['', ...fresh, ''].join('\n'))
  return lines
}

/** Those that were not there before, each below the title of its section. */
export function newLines(lines: readonly string[], before: readonly string[]): readonly string[] {
  const known = new Set(before)
  const fresh: string[] = []
  let title: string | undefined
  for (const line of lines) {
    if (!line.startsWith(' ')) title = line
    else if (!known.has(line)) {
      if (title !== undefined) fresh.push(title)
      title = undefined
      fresh.push(line)
    }
  }
  return fresh
}
