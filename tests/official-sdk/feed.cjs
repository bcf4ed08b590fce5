// Follows a snapshot over the notification feed, with the Socket.IO library and the settings of the official TypeScript
// SDK.
//
// Reads DAYTONA_API_URL and DAYTONA_API_KEY, as `daytona-snapshot local serve` prints them.
const { io } = require('socket.io-client')

const { DAYTONA_API_URL: apiUrl, DAYTONA_API_KEY: apiKey } = process.env
const name = 'followed-from-typescript'
const expected = [
  'snapshot.created pending',
  'snapshot.state.updated building',
  'snapshot.state.updated active',
  'snapshot.state.updated removing',
  'snapshot.removed removing',
]

function connect(token) {
  const url = new URL(apiUrl)
  return io(url.origin, {
    path: `${url.pathname}/socket.io/`,
    auth: { token },
    query: { source: 'sdk-typescript' },
    transports: ['websocket'],
    forceNew: true,
  })
}

async function call(method, path, body) {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const response = await fetch(`${apiUrl}${path}`, { method, headers, body: body && JSON.stringify(body) })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response
}

async function main() {
  const refused = connect('wrong')
  const message = await new Promise((resolve, reject) => {
    refused.on('connect', () => reject(new Error('not so: a wrong token is refused')))
    refused.on('connect_error', (error) => resolve(error.message))
  })
  refused.disconnect()
  if (message !== 'Unauthorized') throw new Error(`not so: the refusal of a wrong token is ${message}`)
  console.log('ok: a wrong token is unauthorized')

  const feed = connect(apiKey)
  const seen = []
  await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`not so: after 60 s the events are ${seen.join(', ')}`)), 60_000).unref()
    feed.on('connect_error', reject)
    feed.on('connect', () => {
      const dockerfileContent = 'FROM alpine:3.20\nRUN echo typescript\n'
      call('POST', '/snapshots', { name, buildInfo: { dockerfileContent } }).catch(reject)
    })
    feed.onAny((event, content) => {
      const snapshot = content.snapshot ?? content
      if (snapshot.name !== name) return
      seen.push(`${event} ${snapshot.state}`)
      if (snapshot.state === 'active') call('DELETE', `/snapshots/${snapshot.id}`).catch(reject)
      if (event === 'snapshot.removed') resolve()
    })
  })
  feed.disconnect()
  if (seen.join() !== expected.join()) throw new Error(`not so: the events are ${seen.join(', ')}`)
  console.log('ok: the events of a build and its removal arrive in order')
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
