import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantAtWall } from '../policy/calendar.js'
import { nameInFile, readChatExport, wallTime, type ExportedBody } from './index.js'

const LRM = '\u200e'
const only = (text: string) => readChatExport(text).messages[0]

describe('heads', () => {
  const heads: [string, string, string][] = [
    ['Android, Spain', '31/12/25, 21:41 - Ana: Hola', '2025-12-31T21:41:00'],
    ['Android, older Spanish', '31/12/25 21:41 - Ana: Hola', '2025-12-31T21:41:00'],
    ['Android, Mexico, twelve hours', '31/12/25, 9:41 p.\u00a0m. - Ana: Hola', '2025-12-31T21:41:00'],
    ['Android, United States', '12/31/25, 9:41\u202fPM - Ana: Hola', '2025-12-31T21:41:00'],
    ['Android, midnight in twelve hours', '12/31/25, 12:05 AM - Ana: Hola', '2025-12-31T00:05:00'],
    ['Android, noon in twelve hours', '12/31/25, 12:05 PM - Ana: Hola', '2025-12-31T12:05:00'],
    ['Android, Germany', '31.12.25, 21:41 - Ana: Hola', '2025-12-31T21:41:00'],
    ['Android, a German day that could be a month', '01.02.25, 21:41 - Ana: Hola', '2025-02-01T21:41:00'],
    ['Android, Brazil', '31/12/2025 21:41 - Ana: Hola', '2025-12-31T21:41:00'],
    ['Android, France', '31/12/2025 à 21:41 - Ana: Hola', '2025-12-31T21:41:00'],
    ['Android, China', '2025/12/31 21:41 - Ana: Hola', '2025-12-31T21:41:00'],
    ['Android, China, time of day', '2025/12/31 晚上9:41 - Ana: Hola', '2025-12-31T21:41:00'],
    ['Android, China, before dawn', '2025年12月31日 凌晨12:41 - Ana: Hola', '2025-12-31T00:41:00'],
    ['iOS, Spain', '[31/12/25, 21:41:05] Ana: Hola', '2025-12-31T21:41:05'],
    ['iOS, United States', '[12/31/25, 9:41:05\u202fPM] Ana: Hola', '2025-12-31T21:41:05'],
    ['iOS, Colombia', '[31/12/25, 9:41:05\u202fp.\u00a0m.] Ana: Hola', '2025-12-31T21:41:05'],
    ['iOS, Germany', '[31.12.25, 21:41:05] Ana: Hola', '2025-12-31T21:41:05'],
    ['iOS, Brazil', '[31/12/2025, 21:41:05] Ana: Hola', '2025-12-31T21:41:05'],
    ['iOS, China', '[2025/12/31 下午9:41:05] Ana: Hola', '2025-12-31T21:41:05'],
    ['with the marks of a file and a direction', `\ufeff${LRM}[31/12/25, 21:41:05] Ana: Hola`, '2025-12-31T21:41:05'],
  ]
  it.each(heads)('%s', (_name, line, at) => {
    const read = readChatExport(line)
    expect(read.messages).toHaveLength(1)
    expect(read.messages[0]).toMatchObject({ author: 'Ana', body: { type: 'text', text: 'Hola' } })
    expect(read.dateOrders.map((order) => new Date(wallTime(read.messages[0]!.time, order)!).toISOString().slice(0, 19))).toContain(at)
    expect(read.dateOrders).toHaveLength(1)
  })
  it.each(['Hola', '21:41 - Ana: Hola', '31/12/25, 25:41 - Ana: Hola', '31/12/25, 13:41 PM - Ana: Hola', '31/12/25, 21:41 Ana: Hola', ''])('%s is none', (line) => expect(readChatExport(line)).toMatchObject({ messages: [], dateOrders: [] }))
})

describe('the order of the date', () => {
  const orders: [string, string[], string[]][] = [
    ['a day beyond the twelfth', ['01/02/25', '13/02/25'], ['dmy']],
    ['a month that would be a thirteenth', ['01/02/25', '01/13/25'], ['mdy']],
    ['a file that would run backwards', ['01/02/25', '02/01/25'], ['mdy']],
    ['the other way round', ['02/01/25', '01/02/25'], ['dmy']],
    ['days that are both', ['01/02/25', '02/03/25'], ['dmy', 'mdy']],
    ['the same number twice is one moment', ['01/01/25', '02/02/25'], ['dmy']],
    ['years first', ['2025/01/02', '2025/01/03'], ['ymd']],
    ['one line that is no day among many', ['13/02/25', '14/02/25', '15/02/25', '31/02/25', '16/02/25'], ['dmy']],
  ]
  it.each(orders)('%s', (_name, dates, expected) => expect(readChatExport(dates.map((date) => `${date}, 10:00 - Ana: Hola`).join('\n')).dateOrders).toEqual(expected))
})

describe('what a line says', () => {
  const photo = 'IMG-20251231-WA0001.jpg'
  const bodies: [string, string, ExportedBody][] = [
    ['file, en', `${LRM}${photo} (file attached)`, { type: 'file', file: photo, caption: '' }],
    ['file with a caption, es', `${photo} (archivo adjunto)\nla tarta\nde ayer`, { type: 'file', file: photo, caption: 'la tarta\nde ayer' }],
    ['file, pt', `${photo} (arquivo anexado)`, { type: 'file', file: photo, caption: '' }],
    ['file, de', `${photo} (Datei angehängt)`, { type: 'file', file: photo, caption: '' }],
    ['file, fr', `${photo} (fichier joint)`, { type: 'file', file: photo, caption: '' }],
    ['file, zh', `${photo} (文件附件)`, { type: 'file', file: photo, caption: '' }],
    ['iOS file, en', `${LRM}<attached: 00000012-PHOTO.jpg>`, { type: 'file', file: '00000012-PHOTO.jpg', caption: '' }],
    ['iOS file, es, caption before', `La tarta ${LRM}<adjunto: 00000012-PHOTO.jpg>`, { type: 'file', file: '00000012-PHOTO.jpg', caption: 'La tarta' }],
    ['iOS file, fr', `${LRM}<pièce jointe : 00000012-PHOTO.jpg>`, { type: 'file', file: '00000012-PHOTO.jpg', caption: '' }],
    ['iOS file, zh', `${LRM}<附件：00000012-PHOTO.jpg>`, { type: 'file', file: '00000012-PHOTO.jpg', caption: '' }],
    ['iOS document', `factura.pdf • ${LRM}2 páginas ${LRM}<adjunto: 00000013-factura.pdf>`, { type: 'file', file: '00000013-factura.pdf', caption: '' }],
    ['left out, en', '<Media omitted>', { type: 'omitted', what: 'media', caption: '' }],
    ['left out, es, with words', '<Multimedia omitido>\nla tarta', { type: 'omitted', what: 'media', caption: 'la tarta' }],
    ['left out, de', '<Medien ausgeschlossen>', { type: 'omitted', what: 'media', caption: '' }],
    ['left out, fr', '<Médias omis>', { type: 'omitted', what: 'media', caption: '' }],
    ['left out, pt', '<Mídia oculta>', { type: 'omitted', what: 'media', caption: '' }],
    ['left out, zh', '<省略多媒体文件>', { type: 'omitted', what: 'media', caption: '' }],
    ['iOS left out, es', `${LRM}imagen omitida`, { type: 'omitted', what: 'image', caption: '' }],
    ['iOS left out with words before', `la tarta ${LRM}image omitted`, { type: 'omitted', what: 'image', caption: 'la tarta' }],
    ['iOS left out, de', `${LRM}Audio weggelassen`, { type: 'omitted', what: 'audio', caption: '' }],
    ['taken back, en', 'This message was deleted', { type: 'deleted' }],
    ['taken back, es', `${LRM}Eliminaste este mensaje.`, { type: 'deleted' }],
    ['taken back, de', 'Diese Nachricht wurde gelöscht.', { type: 'deleted' }],
    ['taken back, zh', '此消息已被删除', { type: 'deleted' }],
    ['a place', 'ubicación: https://maps.google.com/?q=40.4168,-3.7038', { type: 'location', latitude: 40.4168, longitude: -3.7038 }],
    ['several lines', 'uno\n\ntres', { type: 'text', text: 'uno\n\ntres' }],
    ['a colon of her own', 'mira: esto', { type: 'text', text: 'mira: esto' }],
    ['somebody else’s brackets', 'a <b> c', { type: 'text', text: 'a <b> c' }],
    ['a quoted head of the other layout', 'dijo\n[31/12/25, 21:41:05] Eva: no', { type: 'text', text: 'dijo\n[31/12/25, 21:41:05] Eva: no' }],
  ]
  it.each(bodies)('%s', (_name, words, body) => expect(only(`31/12/25, 21:41 - Ana: ${words}`)).toMatchObject({ author: 'Ana', body, edited: false }))

  it.each(['<This message was edited>', '<Se editó este mensaje.>', '<Diese Nachricht wurde bearbeitet.>', '<此消息已编辑>'])('an edited one: %s', (mark) =>
    expect(only(`31/12/25, 21:41 - Ana: Mañana a las 5 ${LRM}${mark}`)).toMatchObject({ body: { type: 'text', text: 'Mañana a las 5' }, edited: true }))
})

describe('who', () => {
  it('counts who wrote and says nothing about encryption', () => {
    const read = readChatExport(['31/12/25, 21:40 - Los mensajes y las llamadas están cifrados de extremo a extremo. Obtén más información.', '31/12/25, 21:41 - Ana: uno', '31/12/25, 21:42 - +34 600 00 00 01: dos', '31/12/25, 21:43 - Ana: tres'].join('\n'))
    expect(read.authors).toEqual([{ name: 'Ana', messages: 2 }, { name: '+34 600 00 00 01', messages: 1 }])
    expect(read).toMatchObject({ group: false, layout: 'android' })
    expect(read.messages).toHaveLength(3)
  })
  it('keeps a line of the app itself', () => expect(only('31/12/25, 21:41 - Llamada perdida')).toMatchObject({ author: null, body: { type: 'text', text: 'Llamada perdida' } }))
  it('keeps what iOS puts under her name', () => {
    const read = readChatExport(`[31/12/25, 21:40:00] Ana: ${LRM}Messages and calls are end-to-end encrypted.\n[31/12/25, 21:41:00] Ana: ${LRM}Missed voice call`)
    expect(read.messages).toEqual([expect.objectContaining({ author: 'Ana', body: { type: 'text', text: 'Missed voice call' } })])
  })
  it.each([
    ['three people', '31/12/25, 21:41 - Ana: uno\n31/12/25, 21:41 - Eva: dos\n31/12/25, 21:41 - Luz: tres'],
    ['Android, en', '31/12/25, 21:41 - Ana created group "Fiesta"\n31/12/25, 21:41 - Ana: uno'],
    ['Android, es', '31/12/25, 21:41 - Ana añadió a Eva\n31/12/25, 21:41 - Ana: uno'],
    ['Android, de', '31/12/25, 21:41 - Ana hat die Gruppe „Fest“ erstellt.'],
    ['Android, fr', '31/12/25, 21:41 - Ana a créé le groupe « Fête »'],
    ['Android, pt', '31/12/25, 21:41 - Ana criou o grupo "Festa"'],
    ['Android, zh', '31/12/25, 21:41 - Ana 创建了群组'],
    ['iOS', `[31/12/25, 21:41:00] Fiesta: ${LRM}Ana created this group\n[31/12/25, 21:42:00] Ana: uno`],
  ])('a group: %s', (_name, text) => expect(readChatExport(text).group).toBe(true))
  it.each([
    ['WhatsApp Chat with Ana Gil.txt', 'Ana Gil'], ['Chat de WhatsApp con Ana (2).zip', 'Ana'], ['WhatsApp Chat - +34 600.zip', '+34 600'], ['Conversa do WhatsApp com Ana.txt', 'Ana'], ['WhatsApp Chat mit Ana.txt', 'Ana'],
    ['Discussion WhatsApp avec Ana.txt', 'Ana'], ['与Ana的 WhatsApp 聊天.txt', 'Ana'], ['_chat.txt', null], ['notes.txt', null],
  ])('%s names %s', (file, name) => expect(nameInFile(file)).toBe(name))
})

/** Writers of the layouts, as independent from the reader as two texts of one fact can be. */
interface Written { at: number; author: string; text: string; file?: string }
const pad = (n: number) => String(n).padStart(2, '0')
const parts = (at: number) => { const d = new Date(at); return { y: d.getUTCFullYear(), m: d.getUTCMonth() + 1, d: d.getUTCDate(), h: d.getUTCHours(), i: d.getUTCMinutes(), s: d.getUTCSeconds(), h12: d.getUTCHours() % 12 || 12, pm: d.getUTCHours() >= 12 } }
const writers: Record<string, { precision: number; head(at: number): string; file(name: string): string }> = {
  'Android es': { precision: 60_000, head: (at) => { const p = parts(at); return `${p.d}/${p.m}/${p.y % 100}, ${p.h}:${pad(p.i)} - ` }, file: (name) => `${LRM}${name} (archivo adjunto)` },
  'Android en-US': { precision: 60_000, head: (at) => { const p = parts(at); return `${p.m}/${p.d}/${p.y % 100}, ${p.h12}:${pad(p.i)}\u202f${p.pm ? 'PM' : 'AM'} - ` }, file: (name) => `${name} (file attached)` },
  'Android zh': { precision: 60_000, head: (at) => { const p = parts(at); return `${p.y}/${p.m}/${p.d} ${p.pm ? '下午' : '上午'}${p.h12}:${pad(p.i)} - ` }, file: (name) => `${name} (文件附件)` },
  'iOS de': { precision: 1_000, head: (at) => { const p = parts(at); return `${LRM}[${pad(p.d)}.${pad(p.m)}.${pad(p.y % 100)}, ${pad(p.h)}:${pad(p.i)}:${pad(p.s)}] ` }, file: (name) => `${LRM}<Anhang: ${name}>` },
  'iOS es-CO': { precision: 1_000, head: (at) => { const p = parts(at); return `[${p.d}/${pad(p.m)}/${pad(p.y % 100)}, ${p.h12}:${pad(p.i)}:${pad(p.s)}\u202f${p.pm ? 'p' : 'a'}.\u00a0m.] ` }, file: (name) => `${LRM}<adjunto: ${name}>` },
}

const word = fc.stringMatching(/^[a-záñü¿?!.,0-9😀汉语 ]{1,12}$/u)
// What ends in blank lines is written without them; the app's own words are its own.
const said = fc.array(word, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n').trim()).filter((text) => text !== '' && !/^\d/u.test(text) && !/\n\s*\d/u.test(text))
const story = fc.record({
  people: fc.tuple(fc.constantFrom('Ana', '+34 600 00 00 01', 'José María Ñ.', '李娜'), fc.constantFrom('Panadería Sol', 'Us')),
  steps: fc.array(fc.record({ gap: fc.integer({ min: 0, max: 30 * 86_400 }), mine: fc.boolean(), text: said, file: fc.option(fc.constantFrom('IMG-20250101-WA0001.jpg', '00000003-AUDIO-2025.opus', 'lista de precios.pdf'), { nil: undefined }) }), { minLength: 1, maxLength: 25 }),
})

describe.each(Object.entries(writers))('%s', (_name, writer) => {
  it('comes back as it was written', () => {
    fc.assert(fc.property(story, ({ people, steps }) => {
      let at = Date.UTC(2025, 0, 13, 8, 0, 0)
      const written: Written[] = steps.map(({ gap, mine, text, file }) => { at += gap * 1_000; return { at, author: people[mine ? 1 : 0], text: file ? '' : text, ...(file ? { file } : {}) } })
      const read = readChatExport(written.map((one) => `${writer.head(one.at)}${one.author}: ${one.file ? writer.file(one.file) : one.text}`).join('\r\n') + '\n')
      expect(read.unreadable).toEqual([])
      expect(read.group).toBe(false)
      // One of the possible orders tells the moments that were written.
      const told = read.dateOrders.map((order) => read.messages.map((message) => wallTime(message.time, order)))
      expect(told).toContainEqual(written.map((one) => one.at - (one.at % writer.precision)))
      expect(read.messages.map(({ author, body }) => ({ author, body }))).toEqual(written.map((one) => ({ author: one.author, body: one.file ? { type: 'file', file: one.file, caption: '' } : { type: 'text', text: one.text } })))
    }), { numRuns: 150 })
  })
})

it('reads anything without falling over', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => { expect(readChatExport(text).dateOrders.length).toBeLessThanOrEqual(3) }), { numRuns: 300 })
})

describe('a wall clock of a zone', () => {
  it.each([
    ['winter', '2025-12-31T21:41:00Z', 'Europe/Madrid', '2025-12-31T20:41:00.000Z'],
    ['summer', '2025-07-01T10:00:00Z', 'Europe/Madrid', '2025-07-01T08:00:00.000Z'],
    ['an hour that is skipped', '2025-03-30T02:30:00Z', 'Europe/Madrid', '2025-03-30T01:30:00.000Z'],
    ['an hour that comes twice', '2025-10-26T02:30:00Z', 'Europe/Madrid', '2025-10-26T00:30:00.000Z'],
    ['west', '2025-12-31T21:41:00Z', 'America/Mexico_City', '2026-01-01T03:41:00.000Z'],
  ])('%s', (_name, wall, zone, at) => expect(new Date(instantAtWall(Date.parse(wall), zone)).toISOString()).toBe(at))
})
