import { javaFamily } from './java/java.ts'
import { nodeFamily } from './node/node.ts'
import { providedFamily } from './provided/provided.ts'
import { pythonFamily } from './python/python.ts'
import type { RuntimeFamily } from './runtime.ts'

/** Alphabetical. */
const FAMILIES: readonly RuntimeFamily[] = [javaFamily, nodeFamily, providedFamily, pythonFamily]

const BY_NAME: ReadonlyMap<string, RuntimeFamily> = new Map(
  FAMILIES.flatMap((family) => family.names.map((name) => [name, family] as const)),
)

/** Undefined where nobody runs it. */
export function runtimeFamily(runtime: string): RuntimeFamily | undefined {
  return BY_NAME.get(runtime)
}
