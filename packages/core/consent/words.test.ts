import { describe, expect, it } from 'vitest'
import { dictionaryOf, hintIn, wholeWord } from './words.js'
import { readTopics } from './words-choice.js'
import { meaningOf, type WordMoment } from './words-meaning.js'
import { WORD_LANGUAGES, WORD_LISTS } from './words-lists.js'

const dictionary = dictionaryOf()
const moment = (text: string, more: Partial<WordMoment> = {}): WordMoment => ({ text, tapped: null, menu: [], colleague: null, ...more })
const kindOf = (text: string, more: Partial<WordMoment> = {}): string => meaningOf(moment(text, more), dictionary).kind

describe('the whole message', () => {
  it.each([
    'Baja.', 'BAJA', 'baja', ' baja ', 'bajá', '¡Baja!', '«baja»', '"Baja"', '“BAJA”', "'baja'", 'Baja 🙏', '🛑 baja', 'ＢＡＪＡ', 'b a j a', 'B.A.J.A.', 'baja\n', 'BAJA BAJA BAJA', 'Baja, por favor', 'por favor, baja', 'hola, baja por favor. Gracias', 'Quiero darme de baja.', 'dadme de baja', 'No quiero más publicidad', 'NO MAS PUBLICIDAD!!!', 'b\u00adaja', '*BAJA*', '_baja_', '~baja~',
    'ＳＴＯＰ', 'STOP!!', 'Stop', 's t o p', 'stop stop', 'Stop please', 'please stop, thanks', 'stop all', 'STOPALL', 'Unsubscribe', 'unsubscribe me', 'opt-out', 'Opt out', 'optout', 'QUIT', 'End', 'revoke', 'Remove me from your list', 'no more ads', "Don't message me", '/stop', '𝗦𝗧𝗢𝗣', 'ⓢⓣⓞⓟ', 'STOP\u200b', '\u202aSTOP\u202c',
    'SAIR', 'Sair.', 'parar', 'Descadastrar', 'NÃO QUERO MAIS', 'nao quero mais', 'não quero mais receber mensagens, obrigada', 'me tire da lista', 'Cancelar inscrição',
    'Stopp', 'STOPP!', 'Abmelden', 'bitte abmelden', 'Abbestellen', 'keine Werbung mehr', 'Bitte keine Werbung mehr, danke', 'Newsletter abbestellen', 'Austragen',
    '退订', '退訂', '退 订', '「退订」', '退订！', '退订。', '请退订，谢谢', 'TD', '回TD', '取消订阅', '取消訂閱', '我要退订', '別再發了', '不要再发了', '拒收', '勿擾',
    'إلغاء', 'الغاء', 'إلـغـاء', 'إِلْغَاء', 'إلغاء الاشتراك', 'ألغ اشتراكي', 'أوقفوا الإعلانات', 'إيقاف، من فضلك', 'لا أريد رسائل', 'قف', '\u202bإلغاء\u202c',
  ])('"%s" ends advertising', (text) => { expect(kindOf(text)).toBe('opt_out') })

  it.each([
    ['planta baja', 'baja'], ['La planta baja, por favor', 'baja'], ['dar de baja el pedido', 'baja'], ['quiero dar de baja mi línea', 'baja'], ['Estoy de baja hasta el lunes', 'baja'], ['¿La calidad es baja?', 'baja'],
    ['stop by tomorrow', 'stop'], ['Which bus stop is it?', 'stop'], ['how do I unsubscribe from this?', 'unsubscribe'], ['please stop sending me this stuff', 'stop sending'], ['vou sair agora', 'sair'], ['bitte stopp die Bestellung', 'stopp'],
    ['我想退订这个酒店', '退订'], ['怎么退订？', '退订'], ['أريد إلغاء الطلب رقم 5', 'الغاء'], ['dejad de mandarme esto, no me enviéis nada', 'no me envieis'],
  ])('"%s" asks a colleague about "%s"', (text, word) => { expect(meaningOf(moment(text), dictionary)).toEqual({ kind: 'ask', word, language: null }) })

  it.each(['Cancelar', 'cancel', '取消', 'stornieren', 'Widerruf', 'excluir', 'basta ya', 'this is spam', 'T'])('"%s" may mean something else: a colleague is asked', (text) => { expect(kindOf(text)).toBe('ask') })

  it.each([
    'hola', '', '   ', '🙏', '👍', '???', 'Bajar el volumen', 'trabaja aquí', 'rebajas', 'nonstop', 'stopped', 'Pantalla de 15 pulgadas', 'gracias', 'por favor', '谢谢', '请', 'ok', 'sí', 'no', '1', 'abajo', 'unstoppable', 'مرحبا', 'شكرا', '停车场在哪里', 'salir de compras', 'The trend is good',
  ])('"%s" says nothing about advertising', (text) => { expect(kindOf(text)).toBe('none') })

  it.each(['ALTA', 'alta.', 'Start', 'subscribe', 'quero receber', 'Anmelden', '订阅', '訂閱', 'اشتراك'])('"%s" asks for advertising', (text) => { expect(kindOf(text)).toBe('opt_in') })
  it.each(['/start', 'alta costura', 'start tomorrow', 'Temporada alta'])('"%s" does not', (text) => { expect(kindOf(text)).toBe('none') })

  it('says of which language a word is, and of none where it is of several', () => {
    const language = (text: string) => wholeWord(text, dictionary, ['opt_out'])?.language
    expect(['baja', 'STOP', 'sair', 'abmelden', '退訂', 'الغاء', 'unsubscribe'].map(language)).toEqual(['es', null, 'pt-BR', 'de', 'zh-CN', 'ar', 'en'])
  })

  it('is looked at only while it is short', () => { expect(kindOf('baja '.repeat(500))).toBe('none') })
})

describe('where it stands in the thread', () => {
  it.each<[string, string, Partial<WordMoment>, string]>([
    ['a menu with the word in it', 'baja', { menu: ['Planta baja', 'Primer piso'] }, 'ask'],
    ['a menu without the word', 'baja', { menu: ['Gafas', 'Lentillas'] }, 'opt_out'],
    ['a colleague asked with the word', 'Baja', { colleague: '¿La quieres en planta alta o baja?' }, 'ask'],
    ['a colleague asked with the other word', 'Alta', { colleague: '¿La quieres en planta alta o baja?' }, 'none'],
    ['a colleague asked something else', 'Baja', { colleague: '¿De qué color?' }, 'opt_out'],
    ['a colleague told her how', 'Baja', { colleague: 'Para no recibir más publicidad, escribe BAJA' }, 'opt_out'],
    ['a button of a template', 'Darme de baja', { tapped: 'template' }, 'opt_out'],
    ['a choice in our own message', 'Baja', { tapped: 'choice' }, 'ask'],
    ['a choice with a word in its title', 'Planta baja', { tapped: 'choice' }, 'none'],
    ['a choice that is a word of beginning', 'Alta', { tapped: 'choice' }, 'none'],
    ['a choice that may be anything', 'Cancelar', { tapped: 'choice' }, 'none'],
    ['a menu in Chinese', '停止', { menu: ['停止供水', '其他'] }, 'ask'],
  ])('%s', (_what, text, more, kind) => { expect(kindOf(text, more)).toBe(kind) })

  it('a template’s button ends it on its channel, a word everywhere', () => {
    expect(meaningOf(moment('BAJA', { tapped: 'template' }), dictionary)).toMatchObject({ scope: 'channel' })
    expect(meaningOf(moment('BAJA'), dictionary)).toMatchObject({ scope: 'everywhere' })
  })
})

describe('the company’s own words', () => {
  it('are added, and asked about inside a sentence', () => {
    const own = dictionaryOf([{ kind: 'opt_out', language: 'es', text: '¡Fuera Óptica!' }])
    expect(wholeWord('fuera optica', own, ['opt_out'])).toMatchObject({ language: 'es' })
    expect(hintIn('esto es fuera óptica de lugar', own)).toBe('fuera optica')
    expect(wholeWord('fuera optica', dictionary, ['opt_out'])).toBeNull()
  })
  it('are taken away: then they are a word like any other', () => {
    const less = dictionaryOf([], [{ kind: 'opt_in', language: 'es', text: 'volver' }])
    expect([wholeWord('volver', less, ['opt_in']), wholeWord('volver', dictionary, ['opt_in'])?.kind]).toEqual([null, 'opt_in'])
  })
})

describe('the lists', () => {
  const own = WORD_LANGUAGES.flatMap((language) => WORD_LISTS[language].optOut.map((word) => [language, word] as const))
  it.each(own)('%s "%s" counts as it stands', (_language, word) => { expect(kindOf(word)).toBe('opt_out') })
  it('what our texts ask her to write counts first, in every language', () => {
    for (const language of WORD_LANGUAGES) expect([kindOf(WORD_LISTS[language].optOut[0]!), kindOf(WORD_LISTS[language].optIn[0]!)], language).toEqual(['opt_out', 'opt_in'])
  })
  it('no word ends and begins at once', () => {
    const ends = new Set([...dictionary.entries].filter(([, kinds]) => kinds.has('opt_out')).map(([form]) => form))
    expect([...dictionary.entries].filter(([form, kinds]) => ends.has(form) && ['opt_in', 'help', 'yes', 'all'].some((kind) => kinds.has(kind as 'yes'))).map(([form]) => form)).toEqual([])
  })
})

describe('which topics', () => {
  const topics = ['Ofertas', 'Novedades', 'Revisión anual', '镜片', 'نظارات']
  it.each<[string, number[] | 'nothing' | null]>([
    ['1', [0]], ['1.', [0]], ['1️⃣', [0]], ['１', [0]], ['٢', [1]], ['1 y 3', [0, 2]], ['1,3', [0, 2]], ['3, 1', [0, 2]], ['13', [0, 2]], ['1 and 2', [0, 1]], ['1和4', [0, 3]], ['1 و 5', [0, 4]], ['la 2', [1]], ['todo', [0, 1, 2, 3, 4]], ['Todas, por favor', [0, 1, 2, 3, 4]], ['all', [0, 1, 2, 3, 4]], ['全部', [0, 1, 2, 3, 4]], ['الكل', [0, 1, 2, 3, 4]],
    ['ofertas', [0]], ['OFERTAS y novedades', [0, 1]], ['revision anual', [2]], ['镜片', [3]], ['نظارات', [4]], ['no', 'nothing'], ['ninguno', 'nothing'], ['0', 'nothing'], ['no, gracias', 'nothing'],
    ['6', null], ['1 6', null], ['19', null], ['quiero ofertas de verano', null], ['sí', null], ['hola', null], ['', null], ['¿abrís a las 5?', null], ['12,50', null], ['1.5', [0, 4]],
  ])('"%s"', (text, expected) => {
    const choice = readTopics(text, topics, dictionary)
    expect(choice?.kind === 'chosen' ? choice.places : (choice?.kind ?? null)).toEqual(expected)
  })
  it('yes is enough where there is one topic', () => { expect(readTopics('Sí', ['Publicidad'], dictionary)).toEqual({ kind: 'chosen', places: [0] }) })
})
