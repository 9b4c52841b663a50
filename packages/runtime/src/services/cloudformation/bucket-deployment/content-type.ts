/** What the AWS CLI guesses from a name, by Python's table; undefined: it says nothing, and S3 has its own default. */
export function contentTypeOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? undefined : TYPES.get(name.slice(dot + 1).toLowerCase())
}

const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'application/json': 'json',
    'application/manifest+json': 'webmanifest',
    'application/msword': 'doc',
    'application/pdf': 'pdf',
    'application/wasm': 'wasm',
    'application/x-tar': 'tar',
    'application/zip': 'zip',
    'audio/mpeg': 'mp3',
    'audio/x-wav': 'wav',
    'font/woff': 'woff',
    'font/woff2': 'woff2',
    'image/avif': 'avif',
    'image/bmp': 'bmp',
    'image/gif': 'gif',
    'image/jpeg': 'jpg jpeg jpe',
    'image/png': 'png',
    'image/svg+xml': 'svg',
    'image/tiff': 'tif tiff',
    'image/vnd.microsoft.icon': 'ico',
    'image/webp': 'webp',
    'text/css': 'css',
    'text/csv': 'csv',
    'text/html': 'html htm',
    'text/javascript': 'js mjs',
    'text/markdown': 'md markdown',
    'text/plain': 'txt bat c h ksh pl',
    'text/tab-separated-values': 'tsv',
    'text/x-python': 'py',
    'text/xml': 'xml',
    'video/mp4': 'mp4',
    'video/mpeg': 'mpeg mpg',
    'video/quicktime': 'mov qt',
    'video/webm': 'webm',
  }).flatMap(([type, names]) => names.split(' ').map((name) => [name, type] as const)),
)
