import { ask } from '../../tools/product/database.mjs'
import { deliverPatiently, openLines, personOf } from '../channels.mjs'
import { openDesk } from '../desk.mjs'

const PICTURES = 30

/**
 * R7: thirty pictures of somebody who never wrote before, all at the same moment: one contact, one conversation, thirty messages, each counted once.
 * @param {{ runs: number, random: ReturnType<typeof import('../random.mjs').chance> }} options
 */
export async function albums({ runs, random }) {
  const desk = await openDesk()
  try {
    const lines = await openLines(desk.api)
    const faults = []
    for (const line of lines) {
      for (let run = 0; run < runs; run++) {
        const person = personOf(line.channel, '1', run)
        const at = Date.now()
        const album = Array.from({ length: PICTURES }, (_, n) => line.said({ id: `album.${run}.${n}`, person, at: at + n, sort: 'image', text: `${run}-${n}` })).sort(() => random.next() - 0.5)
        const answers = await Promise.all(album.map((one) => deliverPatiently(desk.url, one)))
        const refused = answers.filter((answer) => answer.status !== 200)
        if (refused.length > 0) faults.push(`${line.channel}, album ${run}: ${refused.length} answered ${refused[0]?.status}`)
      }
    }
    const rows = await ask(desk.dataDir, `select a.channel, c.conversation_id, c.contact_id, c.unread, count(m.*)::int as messages, count(distinct m.external_id)::int as ids from conversation c
      join channel_account a on a.workspace_id = c.workspace_id and a.account_id = c.account_id join message m on m.workspace_id = c.workspace_id and m.conversation_id = c.conversation_id and m.direction = 'in' group by 1, 2, 3, 4`)
    for (const { channel } of lines) {
      const hers = rows.filter((row) => row.channel === channel)
      const odd = hers.filter((row) => row.messages !== PICTURES || row.ids !== PICTURES || row.unread !== PICTURES)
      if (hers.length !== runs) faults.push(`${channel}: ${hers.length} conversations of ${runs} people`)
      if (new Set(hers.map((row) => row.contact_id)).size !== runs) faults.push(`${channel}: ${new Set(hers.map((row) => row.contact_id)).size} contacts of ${runs} people`)
      if (odd.length > 0) faults.push(`${channel}: ${odd.length} albums with ${odd[0]?.messages} messages, ${odd[0]?.ids} different, ${odd[0]?.unread} unread`)
    }
    return { fault: faults.join(', ') || null, figures: `${runs} albums of ${PICTURES} on each of ${lines.map((line) => line.channel).join(', ')}: one conversation and ${PICTURES} messages each` }
  } finally {
    await desk.close()
  }
}
