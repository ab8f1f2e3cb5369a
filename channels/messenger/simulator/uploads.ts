/** The Resumable Upload API of the app: bytes become a handle. Source: https://developers.facebook.com/docs/graph-api/guides/upload */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { answerJson, badParameter, bodyOf } from './graph.js'
import { text } from './json.js'

const TYPES = ['application/pdf', 'image/jpeg', 'image/jpg', 'image/png', 'video/mp4']
const LARGEST = 100 * 1024 * 1024
interface Session { length: number; type: string; fileId: string | null; received: number }

/** POST /{app-id}/uploads */
export function beginUpload(world: World, request: RawRequest): SimulatorAnswer {
  const asked = { ...bodyOf(request).body, ...request.query }
  const length = Number(asked['file_length'])
  const type = text(asked['file_type']) ?? ''
  if (!(length > 0) || length > LARGEST) throw badParameter('The parameter file_length is required.')
  if (!TYPES.includes(type)) throw badParameter(`Param file_type must be one of {${TYPES.join(', ')}}.`)
  const id = `upload:${world.token(24)}`
  world.put('upload', id, { length, type: type === 'image/jpg' ? 'image/jpeg' : type, fileId: null, received: 0 } satisfies Session)
  return answerJson({ id })
}

/** `/upload:...`: bytes from an offset on, or how far an interrupted upload has come. */
export function uploadNode(world: World, request: RawRequest, id: string): SimulatorAnswer {
  const session = world.get<Session>('upload', id)
  if (!session) throw badParameter('The upload session is not known.')
  if (request.method === 'GET') return answerJson({ id, file_offset: session.received })
  if (Number(request.headers['file_offset'] ?? 0) !== session.received) throw badParameter(`Param file_offset must be ${session.received}.`)
  const bytes = Buffer.concat([session.fileId ? (world.file(session.fileId)?.bytes ?? Buffer.alloc(0)) : Buffer.alloc(0), request.body])
  if (bytes.length > session.length) throw badParameter(`The file must have ${session.length} bytes.`)
  const fileId = world.putFile(bytes, session.type)
  world.put('upload', id, { ...session, fileId, received: bytes.length } satisfies Session)
  return answerJson(bytes.length < session.length ? { id, file_offset: bytes.length } : { h: `4:${Buffer.from(session.type).toString('base64')}:${fileId}` })
}

/** Whether a handle is that of a picture. */
export function isPicture(world: World, handle: string): boolean {
  const id = /^4:[\w+/=]+:(\w+)$/.exec(handle)?.[1]
  return id !== undefined && (world.file(id)?.mime.startsWith('image/') ?? false)
}
