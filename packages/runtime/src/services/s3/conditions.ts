import { notEmulated } from '../../kernel/errors.ts'
import { noSuchKey, notModified, preconditionFailed } from './errors.ts'
import { type ObjectVersion, quoted } from './records.ts'

export interface ReadConditions {
  readonly IfMatch?: string
  readonly IfNoneMatch?: string
  readonly IfModifiedSince?: Date
  readonly IfUnmodifiedSince?: Date
}

/** RFC 9110, section 13.2.2: entity tags go before dates, and what must hold before what must have changed. */
export function checkReadConditions(object: ObjectVersion, conditions: ReadConditions): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.etag)) throw preconditionFailed('If-Match')
  } else if (IfUnmodifiedSince && object.modifiedAt > IfUnmodifiedSince.getTime()) {
    throw preconditionFailed('If-Unmodified-Since')
  }
  if (IfNoneMatch !== undefined) {
    if (matches(IfNoneMatch, object.etag)) throw notModified(unchangedHeaders(object))
  } else if (IfModifiedSince && object.modifiedAt <= IfModifiedSince.getTime()) {
    throw notModified(unchangedHeaders(object))
  }
}

function unchangedHeaders({ etag, modifiedAt, headers: { CacheControl, Expires } }: ObjectVersion) {
  return { ETag: quoted(etag), LastModified: new Date(modifiedAt), CacheControl, Expires }
}

export interface CopySourceConditions {
  readonly CopySourceIfMatch?: string
  readonly CopySourceIfNoneMatch?: string
  readonly CopySourceIfModifiedSince?: Date
  readonly CopySourceIfUnmodifiedSince?: Date
}

/** As for reading, except that a copy which is not wanted fails. */
export function checkCopyConditions(source: ObjectVersion, conditions: CopySourceConditions): void {
  const { CopySourceIfMatch, CopySourceIfNoneMatch, CopySourceIfModifiedSince, CopySourceIfUnmodifiedSince } =
    conditions
  if (CopySourceIfMatch !== undefined) {
    if (!matches(CopySourceIfMatch, source.etag)) throw preconditionFailed('x-amz-copy-source-If-Match')
  } else if (CopySourceIfUnmodifiedSince && source.modifiedAt > CopySourceIfUnmodifiedSince.getTime()) {
    throw preconditionFailed('x-amz-copy-source-If-Unmodified-Since')
  }
  if (CopySourceIfNoneMatch !== undefined) {
    if (matches(CopySourceIfNoneMatch, source.etag)) throw preconditionFailed('x-amz-copy-source-If-None-Match')
  } else if (CopySourceIfModifiedSince && source.modifiedAt <= CopySourceIfModifiedSince.getTime()) {
    throw preconditionFailed('x-amz-copy-source-If-Modified-Since')
  }
}

export interface WriteConditions {
  readonly IfMatch?: string
  readonly IfNoneMatch?: string
}

/** Conditional writes: `If-None-Match: *` for what must not exist, `If-Match` for what must not have changed. */
export function checkWriteConditions(
  current: ObjectVersion | undefined,
  key: string,
  { IfMatch, IfNoneMatch }: WriteConditions,
): void {
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') throw notEmulated('If-None-Match with an ETag on a write')
    if (current) throw preconditionFailed('If-None-Match')
  }
  if (IfMatch !== undefined) {
    if (!current) throw noSuchKey(key)
    if (!matches(IfMatch, current.etag)) throw preconditionFailed('If-Match')
  }
}

function matches(header: string, etag: string): boolean {
  return header.split(',').some((candidate) => {
    const tag = candidate.trim().replace(/^W\//, '').replaceAll('"', '')
    return tag === '*' || tag === etag
  })
}
