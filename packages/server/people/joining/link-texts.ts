/** What goes out with a personal code, in the language of the person it is for. Order: en, es, pt-BR, de, zh-CN, ar. */
import { type Tongue, tongueOf } from '../../notices/words.js'

type Texts = Readonly<Record<Tongue, string>>

/** Before a link. {app} is the app, {company} ours. */
const LINK: Texts = {
  en: 'Would you rather write to us on {app}? With this personal link we know that it is you. It works once, until {until}.',
  es: '¿Prefieres escribirnos por {app}? Con este enlace personal sabremos que eres tú. Sirve una sola vez, hasta el {until}.',
  'pt-BR': 'Prefere falar com a gente pelo {app}? Com este link pessoal saberemos que é você. Vale uma única vez, até {until}.',
  de: 'Möchtest du uns lieber über {app} schreiben? Mit diesem persönlichen Link wissen wir, dass du es bist. Er gilt einmal, bis {until}.',
  'zh-CN': '想改用{app}联系我们吗？用这个专属链接，我们就知道是您。仅限使用一次，有效期至{until}。',
  ar: 'هل تفضّل مراسلتنا عبر {app}؟ بهذا الرابط الشخصي نعرف أنك أنت. يعمل مرة واحدة حتى {until}.',
}

/** Under a picture that the app's own scanner reads. */
const SCAN: Texts = {
  en: 'Would you rather write to us on {app}? Scan this personal code with {app} and we know that it is you. It works once, until {until}.',
  es: '¿Prefieres escribirnos por {app}? Escanea este código personal con {app} y sabremos que eres tú. Sirve una sola vez, hasta el {until}.',
  'pt-BR': 'Prefere falar com a gente pelo {app}? Escaneie este código pessoal com o {app} e saberemos que é você. Vale uma única vez, até {until}.',
  de: 'Möchtest du uns lieber über {app} schreiben? Scanne diesen persönlichen Code mit {app}, dann wissen wir, dass du es bist. Er gilt einmal, bis {until}.',
  'zh-CN': '想改用{app}联系我们吗？请用{app}扫描这个专属二维码，我们就知道是您。仅限使用一次，有效期至{until}。',
  ar: 'هل تفضّل مراسلتنا عبر {app}؟ امسح هذا الرمز الشخصي بتطبيق {app} فنعرف أنك أنت. يعمل مرة واحدة حتى {until}.',
}

/** What she finds written where the code travels in her own first text. */
const HERS: Texts = { en: 'Hello, it’s me', es: 'Hola, soy yo', 'pt-BR': 'Olá, sou eu', de: 'Hallo, ich bin es', 'zh-CN': '您好，是我', ar: 'مرحبًا، هذا أنا' }

export const herText = (language: string | null): string => HERS[tongueOf(language ?? 'en')]

/** The message that carries a code, with the moment as her clock shows it. */
export function messageText({ language, kind, app, expiresAt, timeZone }: { language: string | null; kind: 'link' | 'qr'; app: string; expiresAt: number; timeZone: string }): string {
  const tongue = tongueOf(language ?? 'en')
  const until = new Intl.DateTimeFormat(tongue, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(expiresAt)
  const texts = kind === 'link' ? LINK : SCAN
  return texts[tongue].replaceAll('{app}', app).replaceAll('{until}', until)
}
