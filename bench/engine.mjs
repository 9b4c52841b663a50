// What the stack engine takes for the example's two stacks, on servers that have deployed nothing yet.
import { join } from 'node:path'
import { deployExample, warmUp } from './deployment.mjs'
import { mainThreadSeconds, startSallyport } from './processes.mjs'
import { explain, median, report } from './report.mjs'

/**
 * Judged by the processor time of the thread that does the work, beside that of `node -e 0`: of the milliseconds until
 * CREATE_COMPLETE, some thirty flushes to the disk are a part that is another one on each machine, and at each hour.
 */
export async function measureEngine(assembly, nodeCpuMs, rounds, folder) {
  const figures = { wall: [], cpu: [] }
  for (let round = 0; round < rounds; round++) {
    const server = await startSallyport(['--data-dir', join(folder, `engine-${round}`)])
    try {
      await warmUp(server.origin)
      const before = mainThreadSeconds(server.pid)
      figures.wall.push((await deployExample(server.origin, assembly)).engineMs)
      figures.cpu.push((mainThreadSeconds(server.pid) - before) * 1000)
    } finally {
      await server.stop()
    }
  }
  const cpu = median(figures.cpu)
  const ratio = cpu / nodeCpuMs
  const raw = `${cpu.toFixed(0)} ms of the server’s main thread against ${nodeCpuMs.toFixed(0)} ms; medians of ${rounds}`
  report('two stacks, processor time, of node -e 0', `x ${ratio.toFixed(2)}`, '<= x 3.00', ratio <= 3, raw)
  const flushed = 'change sets to CREATE_COMPLETE, with all API calls and what the disk takes to flush'
  explain('two stacks, all API calls included', `${median(figures.wall).toFixed(0)} ms`, flushed)
}
