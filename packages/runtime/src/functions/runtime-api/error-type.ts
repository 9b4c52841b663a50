/**
 * How the platform files a failure that a runtime names in `Lambda-Runtime-Function-Error-Type` (source: runtime
 * interface emulator, fatalerror.go). It is for the platform's log; who invoked gets what was posted.
 */
export function filedErrorType(named: string | undefined): string {
  if (named && /(Runtime|Function)\.[A-Z][a-zA-Z]+/.test(named)) return named
  return named?.startsWith('Function.') ? 'Function.Unknown' : 'Runtime.Unknown'
}
