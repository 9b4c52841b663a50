// Loaded into a web page by test/e2e/browser.test.ts.

/** Everything that a page can send without asking; resolves when the browser is done with all of it. */
// biome-ignore lint/correctness/noUnusedVariables: the test calls it by name
async function attack(origin, query) {
  const done = (start) => new Promise((resolve) => start(() => resolve()))
  const get = `${origin}/?${query}`
  const frameFor = (name) => {
    const frame = document.createElement('iframe')
    frame.name = name
    document.body.append(frame)
    return frame
  }
  const form = (name, method, action, fields, type = '') =>
    done((end) => {
      const frame = frameFor(name)
      const element = document.createElement('form')
      Object.assign(element, { method, action, target: name, enctype: type })
      for (const [key, value] of new URLSearchParams(fields)) {
        const input = document.createElement('input')
        Object.assign(input, { name: key, value })
        element.append(input)
      }
      document.body.append(element)
      frame.onload = end
      element.submit()
    })
  const quietly = (url, init = {}) =>
    fetch(url, { mode: 'no-cors', ...init }).then(
      () => {},
      () => {},
    )
  const openly = (url, init = {}) =>
    fetch(url, init).then(
      (response) => response.text(),
      () => {},
    )
  const post = { method: 'POST', body: query }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  await Promise.all([
    quietly(get),
    quietly(get, { referrerPolicy: 'no-referrer' }),
    openly(get),
    openly(get, { ...post, headers }),
    quietly(get, { ...post, headers }),
    quietly(`${origin}/`, { ...post, headers }),
    openly(`${origin}/`, { ...post, headers: { ...headers, 'x-amz-target': 'x' } }),
    openly(`${origin}/_sallyport/reset`, { method: 'POST' }),
    quietly(`${origin}/_sallyport/reset`, { method: 'POST' }),
    quietly(`${origin}/_sallyport/clock`, { method: 'POST', body: '{"advanceSeconds":60}' }),
    quietly(`${origin}/_sallyport/stop`, { method: 'POST' }),
    openly(`${origin}/_sallyport/status`),
    done((end) => {
      const image = new Image()
      image.onload = image.onerror = end
      image.src = `${get}&img`
    }),
    done((end) => {
      const frame = frameFor('frame')
      frame.onload = end
      frame.src = `${get}&iframe`
    }),
    done((end) => {
      const script = document.createElement('script')
      script.onload = script.onerror = end
      script.src = `${get}&script`
      document.head.append(script)
    }),
    done((end) => {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/?${query}`)
      socket.onclose = end
    }),
    form('f1', 'post', `${origin}/?${query}`, ''),
    form('f2', 'post', `${origin}/`, query),
    form('f3', 'get', `${origin}/`, query),
    form('f4', 'post', `${origin}/_sallyport/reset`, ''),
    form('f5', 'post', `${origin}/_sallyport/clock`, '{"advanceSeconds":60}', 'text/plain'),
  ])
  navigator.sendBeacon(get, new Blob([query], { type: headers['content-type'] }))
  await openly(`${origin}/_sallyport/health`)
}
