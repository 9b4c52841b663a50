import { DEBUGGABLE } from '../../functions/ports.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Screen } from '../screen/screen.ts'

/** Whoever wants to attach a debugger has to hear where, and once: a function's next process is there again. */
export function tellingOfDebuggers<L extends Logger>(logger: L, screen: Pick<Screen, 'tell'>): L {
  const told = new Set<string>()
  return {
    ...logger,
    log(level, message, fields) {
      if (message !== DEBUGGABLE) return logger.log(level, message, fields)
      const line = `${fields?.function}  a debugger may attach to ${new URL(String(fields?.url)).host}`
      if (!told.has(line)) screen.tell(line)
      told.add(line)
    },
  }
}
