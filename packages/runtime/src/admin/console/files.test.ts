import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { adminSource, headersOf, KEY, type Sent, send } from '../admin.harness.ts'
import { createAdmin } from '../admin.ts'

const folder = mkdtempSync(join(tmpdir(), 'sallyport-console-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
mkdirSync(join(folder, 'assets', 'folder.js'), { recursive: true })
writeFileSync(join(folder, 'index.html'), '<meta name="sallyport-console" content="%SALLYPORT_CONSOLE%">')
writeFileSync(join(folder, 'icon.svg'), '<svg/>')
writeFileSync(join(folder, 'secret.json'), 'not for everybody')
const script = 'console.log(1)\n'.repeat(500)
writeFileSync(join(folder, 'assets', 'index-Ab_1-xyz.js'), script)
writeFileSync(join(folder, 'assets', 'plain.css'), 'p {}')
writeFileSync(join(folder, 'assets', 'program.exe'), 'x')

const { handle } = createAdmin(adminSource({ console: { folder, key: KEY } }))
const get = (path: string, headers: Sent['headers'] = {}, method = 'GET') => send(handle, path, { headers, method })

describe('the page', () => {
  const opened = { 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate', 'user-agent': 'Mozilla/5.0' }

  it('has the key where a browser opens it', async () => {
    const response = await get('', opened)
    expect([response.status, String(response.body)]).toEqual([200, `<meta name="sallyport-console" content="${KEY}">`])
    expect(headersOf(response)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  })

  it.each([
    ['fetches it', { 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'same-origin' }],
    ['frames it', { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate' }],
    ['embeds it', { 'sec-fetch-dest': 'embed', 'sec-fetch-mode': 'navigate' }],
    ['says half of it', { 'sec-fetch-dest': 'document' }],
    ['is of a browser that says nothing', { 'user-agent': 'Mozilla/5.0 (Macintosh)' }],
  ])('has none where a script %s', async (_, headers) => {
    expect(String((await get('', headers)).body)).toBe('<meta name="sallyport-console" content="">')
  })

  it('has an address that ends in a slash', async () => {
    const { status, headers } = await handle({ method: 'GET', path: '/_sallyport', query: '' } as never)
    expect([status, headers]).toEqual([308, [['Location', '/_sallyport/']]])
  })

  it('says that it has not been built', async () => {
    const unbuilt = createAdmin(adminSource()).handle
    const response = await send(unbuilt, '')
    expect([response.status, String(response.body)]).toEqual([503, expect.stringContaining('npm run build')])
  })
})

describe('a file of the page', () => {
  it('is kept by browsers for good, and compressed as they take it', async () => {
    const [plain, br, gzip] = await Promise.all([
      get('assets/index-Ab_1-xyz.js'),
      get('assets/index-Ab_1-xyz.js', { 'accept-encoding': 'gzip, deflate, br' }),
      get('assets/index-Ab_1-xyz.js', { 'accept-encoding': 'br;q=0, gzip;q=0.5' }),
    ])
    expect(headersOf(plain)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Encoding',
    })
    expect(String(plain.body)).toBe(script)
    expect([headersOf(br), headersOf(gzip)]).toMatchObject([
      { 'content-encoding': 'br' },
      { 'content-encoding': 'gzip' },
    ])
    expect(brotliDecompressSync(br.body as Buffer).toString()).toBe(script)
    expect(gunzipSync(gzip.body as Buffer).toString()).toBe(script)
  })

  it('is asked for anew where its name does not change', async () => {
    expect(headersOf(await get('assets/plain.css'))['cache-control']).toBe('no-cache')
    expect(headersOf(await get('icon.svg'))['content-type']).toBe('image/svg+xml')
  })

  it.each([
    '..%2fsecret.json',
    '%2e%2e%2fsecret.json',
    '..%5csecret.json',
    '../secret.json',
    '..',
    '.',
    '%2fetc%2fpasswd',
    'plain.css%00.js',
    '%zz',
    '%252e%252e%252fsecret.json',
    'program.exe',
    'folder.js',
    'gone.js',
    `${'a'.repeat(300)}.js`,
  ])('is never %s', async (name) => {
    const { status, body } = await get(`assets/${name}`)
    expect([status, String(body)]).toEqual([404, expect.not.stringContaining('not for everybody')])
  })

  it('answers HEAD', async () => {
    expect((await get('assets/plain.css', {}, 'HEAD')).status).toBe(200)
  })
})

it('is read when it comes later', async () => {
  expect((await get('assets/later.js')).status).toBe(404)
  symlinkSync(join(folder, 'assets', 'plain.css'), join(folder, 'assets', 'later.js'))
  expect((await get('assets/later.js')).status).toBe(200)
})
