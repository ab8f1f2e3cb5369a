// `npm run teeth [-- channel ...]`: moves every figure of every channel.ts by one unit and names the test that fails. A figure that nothing holds has
// no teeth: it may be wrong without anybody noticing. Writes docs/teeth.md and ends with 1 when there is such a figure.
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/paths.mjs'
import { fail, say } from './lib/say.mjs'
import { figuresOf, withMoved } from './teeth/figures.mjs'
import { ChannelTests } from './teeth/tests.mjs'

const TABLE = join(root, 'docs/teeth.md')
const known = readdirSync(join(root, 'channels')).filter((name) => existsSync(join(root, 'channels', name, 'channel.ts'))).sort()
const asked = process.argv.slice(2)
for (const name of asked) if (!known.includes(name)) fail(`There is no channels/${name}/channel.ts; there are ${known.join(', ')}.`)

const sections = readSections()
for (const gone of [...sections.keys()].filter((name) => !known.includes(name))) sections.delete(gone)
let sound = true
for (const channel of asked.length > 0 ? asked : known) {
  const rows = await bite(channel)
  sections.set(channel, sectionOf(channel, rows))
  const without = rows.filter((row) => row.test === null)
  for (const row of without) say(`channels/${channel}/channel.ts:${row.line} has no teeth: ${row.name} may be ${row.moved} instead of ${row.text}`)
  say(`${channel}: ${rows.length} figures, ${without.length} without teeth`)
  if (without.length > 0) sound = false
}
write([...sections].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text))
process.exit(sound ? 0 : 1)

/** Every figure of the channel with the test that fails when it is moved. */
async function bite(channel) {
  const file = join(root, 'channels', channel, 'channel.ts')
  const source = readFileSync(file, 'utf8')
  const tests = await ChannelTests.open(channel, file)
  try {
    for (const line of await tests.leaveOutFailing()) { say(`fails before anything is moved, and is left out: ${line}`); sound = false }
    const rows = []
    for (const figure of figuresOf(source)) rows.push({ ...figure, test: await tests.firstFailing(withMoved(source, figure)) })
    return rows
  } finally {
    await tests.close()
  }
}

function sectionOf(channel, rows) {
  const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
  return [
    `## ${channel}`, '', `${rows.length} figures in \`channels/${channel}/channel.ts\`, ${rows.filter((row) => row.test === null).length} without teeth.`, '',
    '| figure | line | is | moved to | test that fails |', '|---|---|---|---|---|',
    ...rows.map((row) => `| ${cell(row.name)} | ${row.line} | ${cell(row.text)} | ${cell(row.moved)} | ${row.test === null ? '**none**' : cell(row.test)} |`), '',
  ].join('\n')
}

function readSections() {
  const text = existsSync(TABLE) ? readFileSync(TABLE, 'utf8') : ''
  return new Map(text.split(/^(?=## )/m).slice(1).map((section) => [/^## (.*)/.exec(section)[1].trim(), `${section.trimEnd()}\n`]))
}

// Written beside and renamed: an interrupted run leaves the old table.
function write(texts) {
  const head = [
    '# Teeth', '',
    'Written by `npm run teeth`: every figure of every `channel.ts` is moved by one unit of its last digit, and the first test that fails is named. Left out by rule:',
    'addresses, versions and other texts, places in lists, and what stands after `??`.', '',
  ].join('\n')
  writeFileSync(`${TABLE}.new`, `${head}\n${texts.join('\n')}`)
  renameSync(`${TABLE}.new`, TABLE)
}
