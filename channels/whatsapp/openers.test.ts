import { profileFaults, openerFaults, type Openers } from '@recado/core'
import { describe, expect, it } from 'vitest'
import channel from './index.js'
import { answer, settings, wire } from './testing.js'

const openers = channel.connector.openers!
const profile = channel.connector.businessProfile!
const root = `https://graph.facebook.com/v26.0`
const number = `${root}/${settings.phoneNumberId}`

describe('the business profile', () => {
  it.each([['as the page shows it', (row: object) => [row]], ['as the specification wraps it', (row: object) => [{ business_profile: row }]]])('is read %s', async (_sentence, wrap) => {
    const { context, calls } = wire((request) => answer(200, request.url.includes('whatsapp_business_profile')
      ? { data: wrap({ about: 'Gafas', profile_picture_url: 'https://pps.whatsapp.net/v/x.jpg', websites: ['https://optica.example/'], vertical: 'UNDEFINED', messaging_product: 'whatsapp' }) } : { verified_name: 'Óptica Sol' }))
    expect(await profile.read(context)).toEqual({ profile_picture: { url: 'https://pps.whatsapp.net/v/x.jpg' }, verified_name: 'Óptica Sol', about: 'Gafas', description: '', address: '', email: '', websites: ['https://optica.example/'], vertical: '' })
    expect(calls[0]?.url).toBe(`${number}/whatsapp_business_profile?fields=about,address,description,email,profile_picture_url,websites,vertical`)
  })

  it('is written as in the documents’ example', async () => {
    const values = { about: 'Óptica y audiología en Madrid y Valencia', address: 'C/ de Atocha 45, 28012 Madrid', description: 'Gafas, lentillas y audífonos. Atendemos por WhatsApp de lunes a sábado.', email: 'hola@optica.example', vertical: 'RETAIL', websites: ['https://optica.example'] }
    const { context, calls } = wire(() => answer(200, { success: true }))
    expect(profileFaults(profile.editor, values)).toEqual([])
    await profile.write(values, context)
    expect(calls).toMatchObject([{ method: 'POST', url: `${number}/whatsapp_business_profile`, body: { messaging_product: 'whatsapp', ...values } }])
  })

  it('is cleared field by field, and keeps the rest', async () => {
    const { context, calls } = wire(() => answer(200, { success: true }))
    await profile.write({ email: null, websites: [] }, context)
    expect(calls[0]?.body).toEqual({ messaging_product: 'whatsapp', email: '', websites: [] })
  })

  const platform = (change: Record<string, ReturnType<typeof answer>> = {}) => wire((request) => {
    const path = request.url.slice(root.length + 1).split('?')[0] ?? ''
    return change[path] ?? answer(200, path === 'debug_token' ? { data: { app_id: '777' } } : path.endsWith('/uploads') ? { id: 'upload:MTphdHRhY2htZW50' } : path.startsWith('upload:') ? { h: '4::aW1hZ2UvanBlZw==:ARb' } : { success: true })
  })
  const photo = { profile_picture: { mediaId: 'm1' } }

  it('gets its photo by the resumable upload, of the app that made the token', async () => {
    const { context, calls, loads } = platform()
    await profile.write(photo, context)
    expect(calls.map((call) => call.url.slice(root.length + 1))).toEqual([`debug_token?input_token=${settings.accessToken}`, '777/uploads?file_length=6&file_type=image%2Fjpeg&file_name=profile', 'upload:MTphdHRhY2htZW50', `${settings.phoneNumberId}/whatsapp_business_profile`])
    expect(calls[2]).toMatchObject({ headers: { authorization: `OAuth ${settings.accessToken}`, file_offset: '0' }, body: Buffer.from('aurora') })
    expect(calls[3]?.body).toEqual({ messaging_product: 'whatsapp', profile_picture_handle: '4::aW1hZ2UvanBlZw==:ARb' })
    expect(loads).toEqual([{ id: 'm1', wish: { mimes: ['image/jpeg', 'image/png'], maxBytes: 5_000_000 } }])
  })
  it('asks no token when the app is known', async () => {
    const { context, calls } = wire((request) => answer(200, request.url.includes('/uploads') ? { id: 'upload:x' } : { h: 'h' }), { appId: '42' })
    await profile.write(photo, context)
    expect(calls[0]?.url).toContain(`${root}/42/uploads?`)
  })
  it.each([
    ['an upload that Meta refuses', { 'upload:MTphdHRhY2htZW50': answer(400, { error: { code: 100, message: 'Invalid parameter' } }) }, 'bad_request'], ['no session', { '777/uploads': answer(200, {}) }, 'media_upload_failed'],
    ['no handle', { 'upload:MTphdHRhY2htZW50': answer(200, {}) }, 'media_upload_failed'], ['a token of no app', { debug_token: answer(200, { data: {} }) }, 'media_upload_failed'],
  ])('writes nothing after %s', async (_sentence, change, code) => {
    const { context, calls } = platform(change)
    await expect(profile.write({ ...photo, about: 'x' }, context)).rejects.toMatchObject({ detail: { code } })
    expect(calls.some((call) => call.url.endsWith('whatsapp_business_profile'))).toBe(false)
  })
  it('says that a token is dead', async () => await expect(profile.read(wire(() => answer(401, { error: { code: 190, message: 'expired' } })).context)).rejects.toMatchObject({ detail: { code: 'token_invalid' } }))
})

describe('openers', () => {
  const set: Openers = { sets: [{ audience: null, iceBreakers: [{ title: '¿Abren hoy?' }], commands: [{ name: 'cita', hint: 'Pedir cita' }] }] }

  it('are written whole', async () => {
    const { context, calls } = wire(() => answer(200, { success: true }))
    await openers.write(set, context)
    expect(calls).toMatchObject([{ method: 'POST', url: `${number}/conversational_automation`, body: { prompts: ['¿Abren hoy?'], commands: [{ command_name: 'cita', command_description: 'Pedir cita' }] } }])
  })
  it('are read back as they were written', async () => {
    const { context, calls } = wire(() => answer(200, { id: '1', conversational_automation: { prompts: ['¿Abren hoy?'], commands: [{ command_name: 'cita', command_description: 'Pedir cita' }], enable_welcome_message: true, id: '2' } }))
    expect(await openers.read(context)).toEqual(set)
    expect(calls[0]?.url).toBe(`${number}?fields=conversational_automation`)
  })
  it('are none where nothing was ever set', async () => expect(await openers.read(wire(() => answer(200, { id: '1' })).context)).toEqual({ sets: [{ audience: null, iceBreakers: [], commands: [] }] }))
  it('are taken away', async () => {
    const { context, calls } = wire(() => answer(200, { success: true }))
    await openers.remove(context)
    expect(calls[0]?.body).toEqual({ prompts: [], commands: [] })
  })
  it.each([
    [4, 80, []], [5, 80, ['too_many']], [4, 81, ['too_long', 'too_long', 'too_long', 'too_long']],
  ])('%i questions of %i letters', (most, letters, codes) => {
    expect(openerFaults(openers.editor, { sets: [{ audience: null, iceBreakers: Array.from({ length: most }, () => ({ title: 'ñ'.repeat(letters) })) }] }).map(({ code }) => code)).toEqual(codes)
  })
})
