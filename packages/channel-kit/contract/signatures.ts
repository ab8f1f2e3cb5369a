/** Signatures hold: what the platform posts is genuine, and nothing else is. */
import assert from 'node:assert/strict'
import type { RawRequest } from '../connector.js'
import { lets, setStage, type Stage } from './stage.js'
import type { ContractCheck, ContractSubject } from './subject.js'

/** The first webhooks that this account's customers cause, exactly as they were posted. */
async function genuine(subject: ContractSubject): Promise<{ stage: Stage; requests: RawRequest[] }> {
  const stage = await setStage(subject)
  for (const { input } of subject.acts) for (const customer of stage.customers) await lets(stage, subject, customer, input)
  assert.ok(stage.desk.requests.length > 0, 'no act caused a webhook')
  return { stage, requests: stage.desk.requests }
}

const otherDigit = (text: string, index: number): string => text.slice(0, index) + (text[index] === '0' ? '1' : '0') + text.slice(index + 1)

/** The same request with another signature: changed at each of some places, cut, doubled, in another name, away. */
function forgedSignatures(request: RawRequest, { header, query }: ContractSubject['signature']): [what: string, request: RawRequest][] {
  const [place, name] = header !== undefined ? (['headers', header.toLowerCase()] as const) : (['query', query ?? ''] as const)
  const value = request[place][name]
  assert.ok(value, `the webhook has no ${place === 'headers' ? 'header' : 'parameter'} ${name}`)
  const put = (text: string | undefined): RawRequest => {
    const { [name]: _, ...rest } = request[place]
    return { ...request, [place]: text === undefined ? rest : { ...rest, [name]: text } }
  }
  const start = value.includes('=') ? value.indexOf('=') + 1 : 0
  const places = [start, Math.floor((start + value.length) / 2), value.length - 1]
  return [
    ...places.map((index): [string, RawRequest] => [`digit ${index} changed`, put(otherDigit(value, index))]),
    ['cut', put(value.slice(0, -1))], ['longer', put(`${value}0`)], ['empty', put('')], ['away', put(undefined)], ['all zeros', put(value.slice(0, start) + '0'.repeat(value.length - start))],
  ]
}

/** The same request with one byte of the signed part changed, at its beginning, in the middle and at its end. */
function changedBodies(request: RawRequest, { covers }: ContractSubject['signature']): [what: string, request: RawRequest][] {
  const { from, to } = covers?.(request.body.toString('utf8')) ?? { from: 0, to: request.body.length }
  return [from, Math.floor((from + to) / 2), to - 1].flatMap((index) => [0x01, 0x20, 0x80].map((bit): [string, RawRequest] => {
    const body = Buffer.from(request.body)
    body[index] = body[index]! ^ bit // index lies inside the signed part
    return [`bit ${bit} of byte ${index} changed`, { ...request, body }]
  }))
}

export function signatureChecks(subject: ContractSubject): ContractCheck[] {
  const { connector, declaration } = subject.channel
  const mustRefuse = (request: RawRequest, settings: Stage['desk']['settings'], what: string) => {
    const reception = connector.receive(request, settings)
    assert.equal(reception.kind, 'refused', `${what}: taken`)
  }
  return [
    {
      name: 'every webhook of the platform is genuine to us',
      hold: async () => {
        const { stage, requests } = await genuine(subject)
        for (const request of requests) assert.equal(connector.receive(request, stage.desk.settings).kind, 'accepted')
      },
    },
    {
      name: 'a changed signature, a changed byte or another secret is refused',
      hold: async () => {
        const { stage, requests } = await genuine(subject)
        for (const request of requests.slice(0, 8)) {
          for (const [what, forged] of [...forgedSignatures(request, subject.signature), ...changedBodies(request, subject.signature)]) mustRefuse(forged, stage.desk.settings, what)
          // What a signature is made with is among the confidential settings; with all of them changed none may hold.
          const others = Object.fromEntries(declaration.setup.filter((field) => field.confidential).map((field) => [field.key, String(stage.desk.settings[field.key] ?? '').split('').reverse().join('')]))
          mustRefuse(request, { ...stage.desk.settings, ...others }, 'another secret')
        }
      },
    },
    {
      name: 'the same webhook always becomes the same events, with the same keys, at the account it names',
      hold: async () => {
        const { stage, requests } = await genuine(subject)
        for (const request of requests) {
          const reception = connector.receive(request, stage.desk.settings)
          assert.equal(reception.kind, 'accepted')
          if (reception.kind !== 'accepted') continue
          const read = () => connector.readInbound(reception.payload, { settings: stage.desk.settings, arrivedAt: stage.world.now() })
          const events = read()
          assert.deepEqual(read(), events)
          assert.ok(events.length > 0, 'a webhook of the platform became nothing at all')
          assert.equal(new Set(events.map((event) => `${event.type} ${event.key}`)).size, events.length, 'two events share a key')
          for (const event of events) assert.equal(event.account, stage.desk.account, `a ${event.type} at another account`)
        }
      },
    },
    {
      name: 'a body that cannot be theirs is no event and no crash',
      hold: async () => {
        const { stage } = await genuine(subject)
        for (const payload of ['', '{', 'null', '[]', '{}', '<xml>', '\u0000', '<xml></xml>', '{"entry":[null]}', '{"object":1,"entry":{"changes":[{}]}}'])
          for (const event of connector.readInbound(payload, { settings: stage.desk.settings, arrivedAt: stage.world.now() })) assert.ok(event.type === 'kept' || event.type === 'ignored', `${payload} became a ${event.type}`)
      },
    },
  ]
}
