import { blobMarks } from '../../store/blob-marks.ts'

/** What objects and parts of uploads hold. */
export const marks = blobMarks('s3')

export const hasLeftBlobs = marks.hasLeft
