import type { Place } from '../kernel/place.ts'
import type { LeaveSignal } from '../kernel/wire.ts'

/**
 * Runs functions. One child process is one execution environment: it serves one invocation at a time, is kept warm, and
 * ends when it is idle for long, when its function changes, or when it fails. Knows no service.
 */
export interface FunctionEngine {
  /** Never rejects for what a function does; throws a `FunctionRefusal` where its runtime is not on this machine. */
  invoke(version: FunctionVersion, invocation: Invocation): Promise<Invoked>
  /** Ends the environments of a function: idle ones at once, busy ones after what they are doing. */
  retire(functionArn: string): void
  /** Ends what an earlier server has left running, as the first invocation would. */
  endLeftovers(): Promise<void>
  /** How many environments there are now, for the status. */
  readonly environments: number
  /** Resolves when no child is left. */
  close(): Promise<void>
}

/** A version of a function, as an environment runs it. Implemented by services/lambda. */
export interface FunctionVersion {
  /** The same text as long as an environment made for it may be used again: changes with code and configuration. */
  readonly id: string
  readonly place: Place
  readonly functionName: string
  /** Unqualified. */
  readonly functionArn: string
  /** `$LATEST`, or a number. */
  readonly version: string
  /** For example `nodejs22.x`. */
  readonly runtime: string
  readonly handler: string
  readonly timeoutMs: number
  readonly memoryMb: number
  readonly code: FunctionCode
  /** In the order of the function's list: later ones win. */
  readonly layers: readonly CodePackage[]
  /** The user's own. */
  readonly variables: Readonly<Record<string, string>>
  readonly logging: FunctionLogging
  /** Those of the function's role, made for one environment. */
  credentials(): FunctionCredentials
}

export type FunctionCode =
  | CodePackage
  /** Run from where it lies: an edit is live at the next invocation. */
  | { readonly directory: string }

/** A zip archive. */
export interface CodePackage {
  /** Of its bytes, in hex: what is unpacked once is used again. */
  readonly sha256: string
  read(): Promise<Buffer>
}

export interface FunctionLogging {
  readonly group: string
  readonly format: 'Text' | 'JSON'
  /** With JSON only. */
  readonly applicationLevel?: string
  readonly systemLevel?: string
}

export interface FunctionCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

export interface Invocation {
  readonly requestId: string
  /** As the function sees it: with the qualifier that was asked for. */
  readonly invokedArn: string
  /** JSON. */
  readonly payload: Buffer
  /** JSON text. */
  readonly clientContext?: string
  /** JSON text: `{"cognitoIdentityId","cognitoIdentityPoolId"}`. */
  readonly cognitoIdentity?: string
  /** `Root=…;Parent=…;Sampled=0`. */
  readonly traceId: string
  /** The answer is handed on part by part, if the function streams. */
  readonly streams: boolean
  /** Whether {@link Invoked.logTail} is wanted. */
  readonly wantsLogTail: boolean
  /** Nobody waits any more. The function runs to its end all the same. */
  readonly signal?: LeaveSignal
}

export interface Invoked {
  /** With `error` the error object as JSON. A stream throws a `FunctionStreamFailure` where it breaks off. */
  readonly payload: Buffer | AsyncIterable<Uint8Array>
  /** Of a stream, as the function declared it. */
  readonly contentType?: string
  readonly error: boolean
  /** Text: what the invocation logged, at most its last 4 KB. */
  readonly logTail?: string
}

/** Where log lines go. Implemented by services/logs. */
export interface FunctionLogs {
  /** Returns at once; what cannot be kept is dropped. */
  write(
    target: { readonly place: Place; readonly group: string; readonly stream: string; readonly createGroup: boolean },
    lines: readonly { readonly timestamp: number; readonly message: string }[],
  ): void
}

/** What is logged of a process that a debugger may attach to, with the `function` and a `url`. */
export const DEBUGGABLE = 'a debugger may attach to a function'

/** What this machine and its user give to environments. */
export interface FunctionHost {
  /** Where unpacked code and the environments' own folders are. Made when it is missing. */
  readonly folder: string
  /** It goes with this process. */
  readonly isTemporary?: boolean
  /** Of this server, as environments reach it, e.g. `http://127.0.0.1:4566`. */
  readonly origin: () => string
  /** Variables that make AWS's own host names reach this server. */
  readonly awsNames: () => Promise<Readonly<Record<string, string>>>
  /** Interpreters by runtime family: paths, or names to look for in `PATH`. */
  readonly interpreters: { readonly node: string; readonly python?: string; readonly java?: string }
  /**
   * `node_modules` folders to look for `@aws-sdk/*` and `@smithy/*` in, which AWS's Node runtimes bring along and function
   * code therefore leaves out, and for `aws-sdk`, which older ones bring along. The first that has a package wins.
   */
  readonly sdkModules: readonly string[]
  /** A folder with the jars of AWS's runtime client for Java, for functions that do not bring it. */
  readonly javaRuntimeClient?: string
  /** Opens Node's inspector for each new environment. */
  readonly inspect: boolean
  /** Children run as this user: needs root. */
  readonly user?: { readonly uid: number; readonly gid: number }
}
