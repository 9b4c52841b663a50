import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Socket } from 'node:net'

/** Where the kernel tells whose socket is whose, which only Linux does (proc(5)). */
export function tellsProcesses(platform: NodeJS.Platform): boolean {
  return platform === 'linux' && readOrNothing('/proc/self/net/tcp') !== ''
}

/**
 * Whether the other end of a connection on this machine is held by the process `root`, one of its descendants, or one
 * that has stayed in its session when its parent ended.
 */
export function isPeerOf(root: number, socket: Socket): boolean {
  const inode = peerInode(socket)
  if (inode === undefined) return false
  return holds(root, inode) || familyOf(root).some((pid) => holds(pid, inode))
}

/** The inode of the other end. It is listed under version 6 where a client speaks to both with one socket, as Java does. */
function peerInode({ remotePort, localPort }: Socket): string | undefined {
  if (remotePort === undefined || localPort === undefined) return undefined
  const theirs = `:${hexPort(remotePort)}`
  const ours = `:${hexPort(localPort)}`
  for (const table of ['tcp', 'tcp6']) {
    for (const line of readOrNothing(`/proc/self/net/${table}`).split('\n')) {
      const [, local, remote, , , , , , , inode] = line.trim().split(/\s+/)
      if (inode !== '0' && isLoopback(local, theirs) && isLoopback(remote, ours)) return inode
    }
  }
  return undefined
}

const hexPort = (port: number) => port.toString(16).toUpperCase().padStart(4, '0')

/** 127.0.0.1, plain or mapped into version 6, as the kernel of a little-endian or a big-endian machine writes it. */
function isLoopback(address: string | undefined, port: string): boolean {
  return (
    address !== undefined &&
    /^(?:0{16}(?:FFFF0000|0000FFFF))?(?:0100007F|7F000001):/.test(address) &&
    address.endsWith(port)
  )
}

function holds(pid: number, inode: string): boolean {
  const folder = `/proc/${pid}/fd`
  const target = `socket:[${inode}]`
  try {
    return readdirSync(folder).some((fd) => linkOrNothing(`${folder}/${fd}`) === target)
  } catch {
    return false
  }
}

/** Those of the session of `root`, and its descendants, without itself. */
function familyOf(root: number): readonly number[] {
  const processes = new Map<number, { readonly parent: number; readonly session: number }>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // Counted behind the command's name, which may hold anything: state, parent, group, session.
    const stat = readOrNothing(`/proc/${name}/stat`)
    const [, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    processes.set(Number(name), { parent: Number(parent), session: Number(session) })
  }
  const descends = (pid: number): boolean => {
    const found = processes.get(pid)
    if (!found) return false
    return found.session === root || found.parent === root || descends(found.parent)
  }
  return [...processes.keys()].filter((pid) => pid !== root && descends(pid))
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

function linkOrNothing(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
