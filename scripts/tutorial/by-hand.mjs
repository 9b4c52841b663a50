// The same requests as lines to paste into a shell, one after the other.
import { SCOPE, tokenRequest } from './act.mjs'
import { curlLine } from './exchange.mjs'

const READ_TOKEN = `node -pe 'JSON.parse(fs.readFileSync(0)).access_token'`

/** `options`: what `sallyport` needs to find this server. */
export function byHand({ urls, client, options }) {
  const ask = curlLine(tokenRequest(urls, client, { scope: SCOPE }), '-s ')
  return `
▸ By hand, in another terminal

  ${curlLine({ url: urls.api })}

  TOKEN=$(${ask.replaceAll('\n', '\n  ')} \\
    | ${READ_TOKEN})

  ${curlLine({ url: urls.api })} --header "Authorization: $TOKEN"

▸ More, in the same directory

  npx sallyport status${options}
  npx sallyport clock --advance 61m${options}   # the token expires
  npx sallyport clock --reset${options}
  npx sallyport stop${options}
`
}
