/** Plays the customers' stories through their phones and our own desk: real webhooks, real sends, at the moments of the story. */
import { RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import type { SimulatorControl, SimulatorHost } from '@recado/simulator'
import { assign } from '../conversations/assign.js'
import { changeLabels } from '../conversations/labels.js'
import { markRead, setPriority, setStatus } from '../conversations/states.js'
import { addNote, type NoteBody } from '../conversations/notes.js'
import { sendMessage } from '../conversations/send.js'
import type { Ingest } from '../ingest/ingest.js'
import { editContact } from '../people/change-contacts.js'
import type { Sender } from '../sending/sender.js'
import type { Principal, Services } from '../services.js'
import { advanceClock } from '../simulator/clock.js'
import { type Company, type Person, type Step, takePhoto, type Words } from './company.js'
import { type Cast, inWords } from './desk.js'

export interface StoryDeps { services: Services; host: SimulatorHost; ingest: Ingest; sender: Sender | null; control: SimulatorControl }

/** How long a story waits for a send or a file before it goes on. */
const PATIENCE_MS = 30_000
const LOOK_EVERY_MS = 20
const MINUTE = 60_000
const HOUR = 60 * MINUTE

interface Actor { person: Person; accountId: string; customerId: string; conversationId: string | null }

/** `accounts`: our account by channel. Ends with business time at `until`. */
export async function playStories(deps: StoryDeps, principal: Principal, company: Company, cast: Cast, accounts: ReadonlyMap<string, string>, until: () => number): Promise<void> {
  const { services, control } = deps
  const { workspaceId } = principal
  const actors: Actor[] = []
  for (const person of peopleFor(company, accounts)) {
    const accountId = accounts.get(person.channel)
    if (!accountId) continue
    const { channel, name, country, language, phone } = person
    const { customerId } = await control.createCustomer(workspaceId, { channel, channelAccountId: accountId, name, country, language, ...(phone ? { phone } : {}) })
    actors.push({ person, accountId, customerId, conversationId: null })
  }
  const scenes = actors.flatMap((actor) => actor.person.story.map((step) => ({ actor, step }))).sort((a, b) => b.step.minutesAgo - a.step.minutesAgo)
  for (const { actor, step } of scenes) {
    await passTime(deps, workspaceId, until() - step.minutesAgo * MINUTE)
    await play(deps, principal, cast, actor, step)
    actor.conversationId ??= await newConversation(services, workspaceId, actor.accountId, actors)
    await calm(services, workspaceId)
  }
  await passTime(deps, workspaceId, until())
  for (const { conversationId, person } of actors) {
    if (!conversationId) continue
    await callByName(services, principal, conversationId, person.name)
    if (endsWithUs(person)) await markRead(services, principal, conversationId)
  }
}

/** The people whose app is here, and a stranger for every app that no story tells of. */
export function peopleFor(company: Company, accounts: ReadonlyMap<string, string>): Person[] {
  const told = company.people.filter(({ channel }) => accounts.has(channel))
  const silent = [...accounts.keys()].filter((channel) => !company.people.some((person) => person.channel === channel))
  return [...told, ...silent.map((channel) => ({ channel, ...company.stranger, story: [] }))]
}

/** Nobody waits for an answer of ours: the last that was said in the story came from us, or from her as a mere reaction. */
function endsWithUs({ story }: Person): boolean {
  const spoken = story.filter((step) => 'answer' in step || 'status' in step || ('act' in step && step.act !== 'react'))
  const last = spoken.at(-1)
  return last !== undefined && !('act' in last)
}

async function play(deps: StoryDeps, principal: Principal, { staff, teams }: Cast, actor: Actor, step: Step): Promise<void> {
  const { services, control } = deps
  const { workspaceId } = principal
  if ('act' in step) {
    const content = { ...step.content, ...(step.picture ? { media: await takePhoto(step.picture) } : {}) }
    const ref = step.onLast ? control.screen(workspaceId, actor.customerId).items.findLast((item) => item.from === 'business')?.id : step.ref
    await control.act(workspaceId, actor.customerId, { action: step.act, ...(Object.keys(content).length > 0 ? { content } : {}), ...(ref ? { ref } : {}) })
    return
  }
  const { conversationId } = actor
  if (!conversationId) throw new Error(`${actor.person.name} has not written yet: nothing can be done in her conversation.`)
  const who = (id: string): Principal => staff.get(id) ?? principal
  const by = 'by' in step && step.by ? who(step.by) : principal
  if ('answer' in step) {
    await markRead(services, by, conversationId)
    const answer = await sendMessage(services, by, conversationId, { clientId: newId(), content: { kind: 'text', text: step.answer } })
    if (answer.kind === 'refused') throw new RecadoError(answer.verdict.code, { conversationId })
  } else if ('note' in step) await addNote(services, by, conversationId, noteOf(step.note, principal))
  else if ('labels' in step) await changeLabels(services, principal, conversationId, step.labels.map((label) => inWords(label, principal)), [])
  else if ('assign' in step) await assign(services, by, conversationId, { userId: who(step.assign).id })
  else if ('handOver' in step) await assign(services, by, conversationId, { userId: null, teamId: teams.get(step.handOver) ?? null })
  else if ('priority' in step) await setPriority(services, principal, conversationId, step.priority)
  else if ('sleepHours' in step) await setStatus(services, by, conversationId, 'snoozed', { mode: 'until', until: services.clock.now(workspaceId) + step.sleepHours * HOUR })
  else await setStatus(services, by, conversationId, step.status)
}

/** `@me` calls whoever tries the demo by her name. */
function noteOf(words: Words, { id, name, language }: Principal): NoteBody {
  const [before, after] = inWords(words, { language }).split('@me')
  return after === undefined ? { text: before ?? '' } : { text: `${before}@${name}${after}`, mentions: [{ kind: 'user', id, from: before?.length ?? 0, length: name.length + 1 }] }
}

/** The thread that her first act has made: the one of her account that belongs to nobody yet. Null while she has done nothing that makes one. */
async function newConversation(services: Services, workspaceId: string, accountId: string, actors: readonly Actor[]): Promise<string | null> {
  const taken = actors.flatMap(({ conversationId }) => conversationId ?? [])
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ conversation_id: string }>(
    'select conversation_id from conversation where workspace_id = $1 and account_id = $2 and conversation_id <> all($3) order by number desc limit 1', [workspaceId, accountId, taken]))
  return row?.conversation_id ?? null
}

/** Some platforms keep names to themselves: there a colleague has typed it, as she would. */
async function callByName(services: Services, principal: Principal, conversationId: string, name: string): Promise<void> {
  const { workspaceId } = principal
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ contact_id: string; name: string }>(
    'select p.contact_id, p.name from conversation c join contact p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id where c.workspace_id = $1 and c.conversation_id = $2', [workspaceId, conversationId]))
  if (row && row.name !== name) await editContact(services, principal, row.contact_id, { name })
}

async function passTime({ services, host, ingest, sender }: StoryDeps, workspaceId: string, to: number): Promise<void> {
  if (to <= services.clock.now(workspaceId)) return
  if (sender) await advanceClock({ services, host, ingest, sender, timed: [] }, workspaceId, to)
  else await host.advance(workspaceId, to, { setClock: (at) => services.clock.advanceTo(workspaceId, at) })
}

/** Waits until what is due has been sent and every file is here: links of platforms die in minutes of the story, which pass at once. */
async function calm(services: Services, workspaceId: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (Date.now() < deadline) {
    const now = new Date(services.clock.now(workspaceId)).toISOString()
    const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ busy: boolean }>(
      `select exists (select from send_job where workspace_id = $1 and (state = 'sending' or (state = 'queued' and due_at <= $2))) or exists (select from media where workspace_id = $1 and state = 'pending') as busy`, [workspaceId, now]))
    if (!row?.busy) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
