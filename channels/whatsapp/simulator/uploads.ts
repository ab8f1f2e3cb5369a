/** The app's own edges: its callback, and the Resumable Upload API that gives handles for profile pictures and template samples. Source: https://developers.facebook.com/docs/graph-api/guides/upload */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { answerJson, bodyOf, GraphRefusal } from './graph.js'
import { text } from './json.js'
import { badShape } from './message-shape.js'

const TYPES = ['application/pdf', 'image/jpeg', 'image/jpg', 'image/png', 'video/mp4']
const LARGEST = 100 * 1024 * 1024
interface Session { length: number; type: string; fileId: string | null; received: number }

/** A call to `/{app-id}` or one of its edges. */
export function appNode(world: World, request: RawRequest, appId: string, edge: string | undefined): SimulatorAnswer {
  if (edge === undefined) return answerJson({ id: appId, name: 'Recado' })
  if (edge === 'uploads' && request.method === 'POST') return begin(world, request)
  if (edge === 'subscriptions') return request.method === 'GET' ? answerJson({ data: [{ object: 'whatsapp_business_account', active: true, fields: [{ name: 'messages', version: 'v26.0' }] }] }) : answerJson({ success: true })
  throw new GraphRefusal(2500, undefined, undefined, `Unknown path components: /${edge}`)
}

function begin(world: World, request: RawRequest): SimulatorAnswer {
  const asked = { ...bodyOf(request), ...request.query }
  const length = Number(asked['file_length'])
  const type = text(asked['file_type']) ?? ''
  if (!(length > 0) || length > LARGEST) throw badShape('The parameter file_length is required.')
  if (!TYPES.includes(type)) throw badShape(`Param file_type must be one of {${TYPES.join(', ')}}.`)
  const id = `upload:${world.token(24)}`
  world.put('upload', id, { length, type: type === 'image/jpg' ? 'image/jpeg' : type, fileId: null, received: 0 } satisfies Session)
  return answerJson({ id })
}

/** `/upload:...`: bytes from an offset on, or how far an interrupted upload has come. */
export function uploadNode(world: World, request: RawRequest, id: string): SimulatorAnswer {
  const session = world.get<Session>('upload', id)
  if (!session) throw badShape('The upload session is not known.')
  if (request.method === 'GET') return answerJson({ id, file_offset: session.received })
  const offset = Number(request.headers['file_offset'] ?? 0)
  if (offset !== session.received) throw badShape(`Param file_offset must be ${session.received}.`)
  const bytes = Buffer.concat([session.fileId ? (world.file(session.fileId)?.bytes ?? Buffer.alloc(0)) : Buffer.alloc(0), request.body])
  if (bytes.length > session.length) throw badShape(`The file must have ${session.length} bytes.`)
  const fileId = world.putFile(bytes, session.type)
  world.put('upload', id, { ...session, fileId, received: bytes.length } satisfies Session)
  if (bytes.length < session.length) return answerJson({ id, file_offset: bytes.length })
  return answerJson({ h: `4::${Buffer.from(session.type).toString('base64')}:${fileId}` })
}

/** The file behind a handle. */
export function uploadedFile(world: World, handle: string): { id: string; bytes: Buffer; mime: string } | null {
  const id = /^4::[\w+/=]+:(\w+)$/.exec(handle)?.[1]
  const file = id === undefined ? undefined : world.file(id)
  return id !== undefined && file ? { id, ...file } : null
}
