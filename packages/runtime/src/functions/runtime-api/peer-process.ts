import { existsSync } from 'node:fs'
import { readdir, readFile, readlink } from 'node:fs/promises'
import type { Socket } from 'node:net'

/** Where the kernel tells whose socket is whose, which only Linux does (proc(5)). */
export function tellsProcesses(platform: NodeJS.Platform): boolean {
  return platform === 'linux' && existsSync('/proc/self/net/tcp')
}

/**
 * Whether the other end of a connection on this machine is held by the process `root`, one of its descendants, or one
 * that has stayed in its session when its parent ended. Off the event loop: the kernel takes its time for some of it.
 */
export async function isPeerOf(root: number, { remotePort, localPort }: Socket): Promise<boolean> {
  if (remotePort === undefined || localPort === undefined) return false
  const inode = await inodeOf(remotePort, localPort)
  if (inode === undefined) return false
  if (await isHeldByTree(root, inode)) return true
  for (const pid of await strayedFrom(root)) if (await holds(pid, inode)) return true
  return false
}

/** The other end's. It is listed under version 6 where a client speaks to both with one socket, as Java's does. */
async function inodeOf(remotePort: number, localPort: number): Promise<string | undefined> {
  const theirs = hexPort(remotePort)
  const ours = hexPort(localPort)
  for (const table of ['tcp', 'tcp6']) {
    for (const line of (await textOf(`/proc/self/net/${table}`)).split('\n')) {
      const [, local, remote, , , , , , , inode] = line.trim().split(/\s+/)
      if (inode !== '0' && isLoopback(local, theirs) && isLoopback(remote, ours)) return inode
    }
  }
  return undefined
}

const hexPort = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`

/** 127.0.0.1, plain or mapped into version 6, as the kernel of a little-endian or a big-endian machine writes it. */
const LOOPBACK = /^(?:0{16}(?:FFFF0000|0000FFFF))?(?:0100007F|7F000001):/

function isLoopback(address: string | undefined, port: string): boolean {
  return address?.endsWith(port) === true && LOOPBACK.test(address)
}

async function isHeldByTree(pid: number, inode: string): Promise<boolean> {
  if (await holds(pid, inode)) return true
  const children = await textOf(`/proc/${pid}/task/${pid}/children`)
  for (const child of children.split(' ')) if (child !== '' && (await isHeldByTree(Number(child), inode))) return true
  return false
}

async function holds(pid: number, inode: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const names = await readdir(folder).catch(() => [])
  const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')))
  return links.includes(`socket:[${inode}]`)
}

/** What is no longer, or not by its main thread, a descendant: all of its session. */
async function strayedFrom(root: number): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const sessions = await Promise.all(pids.map(sessionOf))
  return pids.filter((pid, at) => pid !== root && sessions[at] === root)
}

/** Counted behind the command's name, which may hold anything: state, parent, group, session. */
async function sessionOf(pid: number): Promise<number> {
  const stat = await textOf(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'latin1').catch(() => '')
}
