/** What people are answered when they end or begin advertising, in six languages. The company may write its own (settings.ts). */
import type { WordLanguage } from '@recado/core'

/** One text for each moment. */
export const TEXT_KEYS = ['optOut', 'optOutChannel', 'topics', 'numbered', 'noTopics', 'optedIn', 'confirm', 'declined', 'help'] as const
export type TextKey = (typeof TEXT_KEYS)[number]

/** What a text may fill in, and what it has to say so that she knows what happened. */
export const TEXT_PLACES: Readonly<Record<TextKey, { may: readonly TextPlace[]; must: readonly TextPlace[] }>> = {
  optOut: { may: ['company', 'in', 'contact'], must: ['company', 'in'] },
  optOutChannel: { may: ['company', 'in', 'channel', 'contact'], must: ['company', 'channel'] },
  topics: { may: ['company', 'channel', 'out', 'privacy', 'contact'], must: ['company', 'channel', 'out'] },
  numbered: { may: [], must: [] },
  noTopics: { may: ['company', 'channel', 'out', 'privacy', 'contact'], must: ['company', 'channel', 'out'] },
  optedIn: { may: ['company', 'channel', 'topics', 'out', 'contact'], must: ['company', 'topics', 'out'] },
  confirm: { may: ['company', 'channel', 'topics', 'yes', 'contact', 'privacy'], must: ['company', 'topics', 'yes'] },
  declined: { may: ['company', 'in', 'contact'], must: [] },
  help: { may: ['company', 'in', 'out', 'privacy', 'contact'], must: ['company', 'out'] },
}
export type TextPlace = 'company' | 'channel' | 'topics' | 'in' | 'out' | 'yes' | 'privacy' | 'contact'

/** Words that stand on buttons and in lists, and between topics. `and` joins the last two. */
export interface SmallWords { all: string; allText: string; yes: string; no: string; choose: string; and: string; everything: string; privacy: string }

export const TEXTS: Readonly<Record<WordLanguage, Readonly<Record<TextKey, string>>>> = {
  es: {
    optOut: 'Hecho. {{company}} no te enviará más publicidad en ninguna aplicación. Seguiremos contestando a tus mensajes y avisándote de tus pedidos. Si cambias de idea, escribe {{in}}.',
    optOutChannel: 'Hecho. {{company}} no te enviará más publicidad por {{channel}}. Seguiremos contestando a tus mensajes y avisándote de tus pedidos. Si cambias de idea, escribe {{in}}.',
    topics: '¿Sobre qué quieres recibir publicidad de {{company}} por {{channel}}? Puedes dejarlo cuando quieras: escribe {{out}}. {{privacy}}',
    numbered: 'Responde con los números que quieras, por ejemplo «1 2», o escribe TODO.',
    noTopics: '¿Quieres recibir publicidad de {{company}} por {{channel}}? Puedes dejarlo cuando quieras: escribe {{out}}. {{privacy}}',
    optedIn: 'Hecho. {{company}} te escribirá por {{channel}} sobre: {{topics}}. Para dejarlo, escribe {{out}}.',
    confirm: 'Un paso más: confirma que quieres recibir publicidad de {{company}} por {{channel}} sobre: {{topics}}. Responde {{yes}}. {{privacy}}',
    declined: 'De acuerdo: no cambia nada y no te enviaremos publicidad nueva.',
    help: '{{company}}: escribe {{out}} para no recibir publicidad o {{in}} para elegir temas. {{privacy}}',
  },
  en: {
    optOut: 'Done. {{company}} will send you no more advertising on any app. We will still answer your messages and tell you about your orders. If you change your mind, write {{in}}.',
    optOutChannel: 'Done. {{company}} will send you no more advertising on {{channel}}. We will still answer your messages and tell you about your orders. If you change your mind, write {{in}}.',
    topics: 'What would you like advertising from {{company}} about on {{channel}}? You can end it at any time: write {{out}}. {{privacy}}',
    numbered: 'Answer with the numbers you want, such as “1 2”, or write ALL.',
    noTopics: 'Would you like to receive advertising from {{company}} on {{channel}}? You can end it at any time: write {{out}}. {{privacy}}',
    optedIn: 'Done. {{company}} will write to you on {{channel}} about: {{topics}}. To end it, write {{out}}.',
    confirm: 'One more step: please confirm that you want advertising from {{company}} on {{channel}} about: {{topics}}. Answer {{yes}}. {{privacy}}',
    declined: 'All right: nothing changes, and we will send you no new advertising.',
    help: '{{company}}: write {{out}} to receive no advertising, or {{in}} to choose topics. {{privacy}}',
  },
  'pt-BR': {
    optOut: 'Pronto. A {{company}} não vai mais te enviar publicidade em nenhum aplicativo. Continuaremos respondendo às suas mensagens e avisando sobre seus pedidos. Se mudar de ideia, escreva {{in}}.',
    optOutChannel: 'Pronto. A {{company}} não vai mais te enviar publicidade pelo {{channel}}. Continuaremos respondendo às suas mensagens e avisando sobre seus pedidos. Se mudar de ideia, escreva {{in}}.',
    topics: 'Sobre o que você quer receber publicidade da {{company}} pelo {{channel}}? Você pode parar quando quiser: escreva {{out}}. {{privacy}}',
    numbered: 'Responda com os números que quiser, por exemplo “1 2”, ou escreva TUDO.',
    noTopics: 'Você quer receber publicidade da {{company}} pelo {{channel}}? Você pode parar quando quiser: escreva {{out}}. {{privacy}}',
    optedIn: 'Pronto. A {{company}} vai te escrever pelo {{channel}} sobre: {{topics}}. Para parar, escreva {{out}}.',
    confirm: 'Só mais um passo: confirme que você quer receber publicidade da {{company}} pelo {{channel}} sobre: {{topics}}. Responda {{yes}}. {{privacy}}',
    declined: 'Tudo bem: nada muda, e não vamos te enviar publicidade nova.',
    help: '{{company}}: escreva {{out}} para não receber publicidade ou {{in}} para escolher temas. {{privacy}}',
  },
  de: {
    optOut: 'Erledigt. {{company}} schickt dir auf keiner App mehr Werbung. Deine Nachrichten beantworten wir weiter, und zu deinen Bestellungen hörst du von uns. Wenn du es dir anders überlegst, schreib {{in}}.',
    optOutChannel: 'Erledigt. {{company}} schickt dir über {{channel}} keine Werbung mehr. Deine Nachrichten beantworten wir weiter, und zu deinen Bestellungen hörst du von uns. Wenn du es dir anders überlegst, schreib {{in}}.',
    topics: 'Wozu möchtest du Werbung von {{company}} über {{channel}} bekommen? Du kannst sie jederzeit beenden: Schreib {{out}}. {{privacy}}',
    numbered: 'Antworte mit den Zahlen, die du willst, zum Beispiel „1 2“, oder schreib ALLE.',
    noTopics: 'Möchtest du Werbung von {{company}} über {{channel}} bekommen? Du kannst sie jederzeit beenden: Schreib {{out}}. {{privacy}}',
    optedIn: 'Erledigt. {{company}} schreibt dir über {{channel}} zu: {{topics}}. Zum Beenden schreib {{out}}.',
    confirm: 'Noch ein Schritt: Bestätige bitte, dass du Werbung von {{company}} über {{channel}} willst, und zwar zu: {{topics}}. Antworte {{yes}}. {{privacy}}',
    declined: 'In Ordnung: Es ändert sich nichts, und du bekommst keine neue Werbung von uns.',
    help: '{{company}}: Schreib {{out}}, wenn du keine Werbung willst, oder {{in}}, um Themen zu wählen. {{privacy}}',
  },
  'zh-CN': {
    optOut: '已办理。{{company}}不会再通过任何应用向您发送广告。我们仍会回复您的消息，并通知您订单情况。如果改变主意，请回复“{{in}}”。',
    optOutChannel: '已办理。{{company}}不会再通过{{channel}}向您发送广告。我们仍会回复您的消息，并通知您订单情况。如果改变主意，请回复“{{in}}”。',
    topics: '您希望{{company}}通过{{channel}}向您发送哪些方面的广告？您可以随时停止：回复“{{out}}”即可。{{privacy}}',
    numbered: '请回复想要的编号，例如“1 2”，或回复“全部”。',
    noTopics: '您愿意通过{{channel}}接收{{company}}的广告吗？您可以随时停止：回复“{{out}}”即可。{{privacy}}',
    optedIn: '已办理。{{company}}将通过{{channel}}向您发送以下内容：{{topics}}。如需停止，请回复“{{out}}”。',
    confirm: '还差一步：请确认您愿意通过{{channel}}接收{{company}}关于以下内容的广告：{{topics}}。请回复“{{yes}}”。{{privacy}}',
    declined: '好的，一切照旧，我们不会向您发送新的广告。',
    help: '{{company}}：回复“{{out}}”不再接收广告，回复“{{in}}”选择内容。{{privacy}}',
  },
  ar: {
    optOut: 'تم. لن ترسل لك {{company}} أي إعلانات بعد الآن على أي تطبيق. سنواصل الرد على رسائلك وإبلاغك بطلباتك. إذا غيّرت رأيك فاكتب {{in}}.',
    optOutChannel: 'تم. لن ترسل لك {{company}} أي إعلانات بعد الآن عبر {{channel}}. سنواصل الرد على رسائلك وإبلاغك بطلباتك. إذا غيّرت رأيك فاكتب {{in}}.',
    topics: 'ما المواضيع التي تريد تلقي إعلانات {{company}} عنها عبر {{channel}}؟ يمكنك الإيقاف متى شئت: اكتب {{out}}. {{privacy}}',
    numbered: 'أجب بالأرقام التي تريدها، مثلا «1 2»، أو اكتب: الكل.',
    noTopics: 'هل تريد تلقي إعلانات {{company}} عبر {{channel}}؟ يمكنك الإيقاف متى شئت: اكتب {{out}}. {{privacy}}',
    optedIn: 'تم. ستكتب لك {{company}} عبر {{channel}} عن: {{topics}}. للإيقاف اكتب {{out}}.',
    confirm: 'خطوة أخيرة: أكّد أنك تريد تلقي إعلانات {{company}} عبر {{channel}} عن: {{topics}}. أجب: {{yes}}. {{privacy}}',
    declined: 'حسنا: لن يتغير شيء، ولن نرسل لك إعلانات جديدة.',
    help: '{{company}}: اكتب {{out}} لعدم تلقي الإعلانات، أو {{in}} لاختيار المواضيع. {{privacy}}',
  },
}

export const SMALL_WORDS: Readonly<Record<WordLanguage, SmallWords>> = {
  es: { all: 'Todo', allText: 'TODO', yes: 'Sí', no: 'No', choose: 'Elegir', and: ' y ', everything: 'toda nuestra publicidad', privacy: 'Privacidad: {{url}}' },
  en: { all: 'Everything', allText: 'ALL', yes: 'Yes', no: 'No', choose: 'Choose', and: ' and ', everything: 'all our advertising', privacy: 'Privacy: {{url}}' },
  'pt-BR': { all: 'Tudo', allText: 'TUDO', yes: 'Sim', no: 'Não', choose: 'Escolher', and: ' e ', everything: 'toda a nossa publicidade', privacy: 'Privacidade: {{url}}' },
  de: { all: 'Alle Themen', allText: 'ALLE', yes: 'Ja', no: 'Nein', choose: 'Auswählen', and: ' und ', everything: 'alle unsere Werbung', privacy: 'Datenschutz: {{url}}' },
  'zh-CN': { all: '全部', allText: '全部', yes: '是', no: '否', choose: '选择', and: '、', everything: '我们的全部广告', privacy: '隐私说明：{{url}}' },
  ar: { all: 'الكل', allText: 'الكل', yes: 'نعم', no: 'لا', choose: 'اختيار', and: ' و', everything: 'كل إعلاناتنا', privacy: 'الخصوصية: {{url}}' },
}

/** The privacy notice as it comes, until the company writes its own. */
export const NOTICE_TEXTS: Readonly<Record<WordLanguage, string>> = {
  es: '{{company}} usa los datos de este chat para contestarte. Qué hacemos con ellos y qué derechos tienes: {{privacy}}',
  en: '{{company}} uses the data of this chat to answer you. What we do with it and what your rights are: {{privacy}}',
  'pt-BR': 'A {{company}} usa os dados desta conversa para te responder. O que fazemos com eles e quais são os seus direitos: {{privacy}}',
  de: '{{company}} nutzt die Daten dieses Chats, um dir zu antworten. Was wir damit tun und welche Rechte du hast: {{privacy}}',
  'zh-CN': '{{company}}使用本聊天中的数据来回复您。我们如何处理这些数据以及您的权利：{{privacy}}',
  ar: 'تستخدم {{company}} بيانات هذه المحادثة للرد عليك. ماذا نفعل بها وما حقوقك: {{privacy}}',
}

const PLACE = /\{\{\s*(\w+)\s*\}\}/g

/** The text with its places filled; a sentence about privacy goes without an address, and so does the blank before it. */
export function fillText(text: string, values: Partial<Record<TextPlace | 'url', string>>): string {
  return text.replace(PLACE, (whole, name: string) => (Object.hasOwn(values, name) ? values[name as TextPlace] ?? '' : whole)).replace(/ {2,}/g, ' ').trim()
}

/** The places a text names. */
export const placesIn = (text: string): string[] => [...new Set([...text.matchAll(PLACE)].map((match) => match[1]!))] // the pattern has it

/** Topics as people say them: "Ofertas, Novedades y Revisión". */
export const joined = (titles: readonly string[], { and }: SmallWords): string => (titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(and === '、' ? '、' : ', ')}${and}${titles.at(-1)!}`) // two at least
