/**
 * The one that AWS would number 0: its streams are named after the MD5 of a number (observed: a stream
 * `2a38a4a9316c49e5a833517c45d31070`, which is that of 88). One writer needs one stream.
 */
export const LOG_STREAM = 'cfcd208495d565ef66e7dff9f98764da'
