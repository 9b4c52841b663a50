import { open } from 'node:fs/promises'

/** As Node names processors, by their numbers in an ELF header. */
const PROCESSORS: Readonly<Record<number, string>> = { 3: 'ia32', 40: 'arm', 62: 'x64', 183: 'arm64' }

const HEAD_BYTES = 20
const MACHINE_AT = 18

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
}

/**
 * Why a file that is executable on AWS cannot be run on this machine, in words that end a sentence. Undefined where
 * nothing is against it, or it is no program for Linux.
 */
export async function whyNotHere(path: string, { platform, arch }: Machine): Promise<string | undefined> {
  if (platform === 'win32') return 'is for Linux, and this is Windows'
  const head = await headOf(path)
  if (head.length < HEAD_BYTES || head.readUInt32BE(0) !== 0x7f454c46) return undefined
  if (platform !== 'linux') return `is a program for Linux, and this is ${platform}`
  const processor = PROCESSORS[head.readUInt16LE(MACHINE_AT)]
  if (processor === undefined || processor === arch) return undefined
  return `is a program for ${processor}, and this is ${arch}`
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
