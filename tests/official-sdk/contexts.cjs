// Lists and creates snapshots with the official TypeScript SDK, over https.
//
// Needs the variables that `daytona-snapshot local serve --tls` prints, and no others.
const fs = require('node:fs')
const { Daytona, Image } = require('@daytonaio/sdk')

let passed = 0

function check(what, holds) {
  if (!holds) throw new Error(`not so: ${what}`)
  passed += 1
  console.log(`ok: ${what}`)
}

async function main() {
  const daytona = new Daytona({ apiKey: process.env.DAYTONA_API_KEY, apiUrl: process.env.DAYTONA_API_URL })
  const before = (await daytona.snapshot.list()).total

  const pulled = await daytona.snapshot.create({ name: 'from-typescript', image: 'alpine:3.20' }, { timeout: 60 })
  check('create from an image returns the active snapshot', pulled.state === 'active')
  check('list counts it', (await daytona.snapshot.list()).total === before + 1)
  check('get by name finds it', (await daytona.snapshot.get('from-typescript')).id === pulled.id)

  fs.mkdirSync('site/assets', { recursive: true })
  fs.writeFileSync('site/index.html', '<p>hello</p>\n')
  fs.writeFileSync('site/assets/style.css', 'p { color: red }\n')
  const built = await daytona.snapshot.create(
    { name: 'built-by-typescript', image: Image.base('alpine:3.20').addLocalDir('site', '/srv') },
    { timeout: 60 },
  )
  check('a build with local files is active', built.state === 'active')

  await daytona.snapshot.delete(pulled)
  check('delete removes it', (await daytona.snapshot.get(pulled.id)).state === 'removing')
  console.log(`${passed} passed, 0 failed`)
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
