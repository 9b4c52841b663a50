/**
 * Whether a path has a segment that `URL` takes for `.` or `..` (https://url.spec.whatwg.org/#double-dot-path-segment):
 * what a client says must not lead out of the path that the API's owner has put before it. What AWS does with such
 * segments is not known; that they are refused is inferred.
 */
export function hasDotSegment(path: string): boolean {
  return path.includes('.') || path.includes('%2') ? path.split(/[/\\]/).some((segment) => DOTS.test(segment)) : false
}

const DOTS = /^(?:\.|%2e){1,2}$/i
