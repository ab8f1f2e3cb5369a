/** The platforms' own APIs as they hang below `/simulator/{channel}`: path, faults, log. */
import type { FaultKind, RawRequest, SimulatorAnswer } from '@recado/channel-kit'
import { shownBody, shownRequest } from './call-log.js'
import type { SimulatorHost } from './host.js'

/** What the HTTP adapter does: answer, keep silent until the caller gives up (at most `forMs`), or hang up. */
export type MountAnswer = { kind: 'answer'; answer: SimulatorAnswer } | { kind: 'silent'; forMs: number } | { kind: 'cut' }

/** Longer than any caller of ours waits. */
const SILENCE_MS = 120_000
const WORDED = ['http_500', 'http_429', 'garbage'] as const satisfies readonly FaultKind[]

/** A call to a platform. `request.path` is what follows `/simulator/{channelId}`: `/w/{worldId}/...`, or the API's path for the first world. */
export async function handleMounted(host: SimulatorHost, channelId: string, request: RawRequest): Promise<MountAnswer> {
  const channel = host.channel(channelId)
  const named = /^\/w\/([^/]+)(\/.*)?$/.exec(request.path)
  const running = host.existing(named?.[1])
  if (!channel || !running) return answered({ status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'There is no simulated platform here.' })
  const path = named ? (named[2] ?? '/') : request.path
  const world = running.view(channelId)
  if (path.startsWith('/_files/')) return answered(fileAnswer(world.file(path.slice('/_files/'.length))))

  // A browser says what it fetches for: a picture on a phone's screen is no call of the desk, so nothing is counted, and nothing goes wrong.
  if (request.method === 'GET' && request.headers['sec-fetch-dest'] === 'image') return answered(await channel.simulator.handle(world, { ...request, path }))

  const inner: RawRequest = { ...request, path }
  const account = channel.simulator.accountOf(world, inner)
  const record = (answer: SimulatorAnswer | null, fault?: FaultKind): void => running.record(channelId, answer?.account ?? account, shownRequest(inner),
    answer ? { status: answer.status, body: shownBody(answer.body, answer.headers?.['content-type']) } : { status: null, body: null }, { billed: answer?.billed ?? null, ...(fault ? { fault } : {}) })

  for (const kind of WORDED)
    if (running.faults.strikes(kind, channelId, account)) {
      const answer = channel.simulator.faultAnswer(kind)
      record(answer, kind)
      return answered(answer)
    }
  if (running.faults.strikes('timeout', channelId, account)) {
    record(null, 'timeout')
    return { kind: 'silent', forMs: SILENCE_MS }
  }
  const cut = running.faults.strikes('cut_reply', channelId, account)
  const answer = await running.track(channel.simulator.handle(world, inner))
  // The platform has done it and the log says so; only the caller does not hear of it.
  record(answer, cut ? 'cut_reply' : undefined)
  return cut ? { kind: 'cut' } : answered(answer)
}

const answered = (answer: SimulatorAnswer): MountAnswer => ({ kind: 'answer', answer })

function fileAnswer(file: { bytes: Buffer; mime: string } | undefined): SimulatorAnswer {
  if (!file) return { status: 404, body: '' }
  // Files come from customers: never as a page of ours.
  return { status: 200, headers: { 'content-type': file.mime, 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'private, max-age=3600' }, body: file.bytes }
}
