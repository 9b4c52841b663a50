import type { LogLevel } from '../kernel/logger.ts'

/** What AWS does here, and where it is kept. */
export interface RuntimeSettings {
  /** Where state lives. Not given with `memory`. */
  readonly dataDir?: string
  /** Keeps nothing on disk. */
  readonly memory?: boolean
  /** A file of `sallyport export` that an empty one begins with. */
  readonly from?: string
  /** `iss` of tokens. `aws`: as on AWS; `local`: this server's own address; else a base URL. */
  readonly issuer?: 'aws' | 'local' | (string & {})
  /** CloudFormation types, and parts of emulated ones, that are stored without effect; `*`: any. */
  readonly record?: readonly string[]
  /** Only those: what is recorded by default is refused too. */
  readonly strict?: boolean
  /** Origins of web pages that may call the AWS APIs. */
  readonly allowOrigin?: readonly string[]
  /** Other host names that mean this machine. */
  readonly allowHost?: readonly string[]
  /** `service=URL`: services that are not emulated here, and the emulator that answers for them. */
  readonly forward?: readonly string[]
  /** `name=directory`: functions that run from a directory of yours, where an edit is live at the next call. */
  readonly hot?: readonly string[]
  /** What runs functions of Node, Python (which expands SAM templates, too) and Java: a path, or a name to look for. */
  readonly node?: string
  readonly python?: string
  readonly java?: string
  /** A folder with the jars of AWS's runtime client for Java, for functions that do not bring it. */
  readonly javaRuntimeClient?: string
  /** Opens Node's inspector for each environment of a function. */
  readonly inspectFunctions?: boolean
  /** Whether all APIs of an account and region together have the limits of AWS: 10,000 requests a second. */
  readonly accountThrottle?: 'aws' | 'off'
  /** Whether Cognito's operations and tokens have the request rates of AWS. */
  readonly quotas?: 'aws' | 'off'
  /** Pauses before an event is delivered again that a function failed at. `fast`: 1 and 2 seconds; `aws`: minutes. */
  readonly functionRetries?: 'fast' | 'aws'
  /** `uid:gid` that functions run as: needs root. */
  readonly functionsUser?: string
  /** How many of the last calls and token requests that were refused can be explained, and a tenth of the others; 0: none. */
  readonly requests?: number
  /** Keeps their bodies, too, and shows them. */
  readonly traceBodies?: boolean
}

/** Where it can be reached. */
export interface ListenSettings {
  /** 0: any free one. */
  readonly port?: number
  /** A loopback address. */
  readonly host?: string
  /** As a proxy, lets names through that are not emulated. */
  readonly proxyPassthrough?: boolean
}

/** What the program `sallyport` prints of it. */
export interface LogSettings {
  readonly logLevel?: LogLevel | 'silent'
  /** Log lines as JSON. */
  readonly json?: boolean
}

/** Everything that can be set: by flags, in the environment, in `sallyport.json`, and by a program. */
export interface Settings extends RuntimeSettings, ListenSettings, LogSettings {}

/** Everything that can be set, once it has been read and checked. */
export interface Config extends Required<Omit<Settings, 'dataDir' | 'memory' | 'from'>> {
  readonly from: string | undefined
  /** Where state lives; undefined: in memory only. */
  readonly dataDir: string | undefined
}

export type SettingName = keyof Settings & string

/** A layer from outside: flags, variables and files hold texts where a program would give values. */
export type GivenSettings = { readonly [name in SettingName]?: unknown }
