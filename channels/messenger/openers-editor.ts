/** What fits into Messenger's welcome screen and menu, as data. NV marks what no page confirmed. */
import type { LocalText } from '@recado/channel-kit'
import type { OpenersEditor } from '@recado/core'

const DOCS = 'https://developers.facebook.com/documentation/business-messaging/messenger-platform'
const API = `${DOCS}/reference/messenger-profile-api`
const ICE_BREAKERS = `${API}/ice-breakers`
const MENU = `${DOCS}/send-messages/persistent-menu`

/** Languages of Facebook that a shop may want apart. Source: https://developers.facebook.com/documentation/business-messaging/messenger-platform/messenger-profile/supported-locales */
const LOCALES: readonly [string, string][] = [
  ['es_ES', 'Español (España)'], ['es_LA', 'Español (Latinoamérica)'], ['ca_ES', 'Català'], ['eu_ES', 'Euskara'], ['gl_ES', 'Galego'], ['en_US', 'English (US)'], ['en_GB', 'English (UK)'], ['pt_PT', 'Português'], ['pt_BR', 'Português (Brasil)'],
  ['fr_FR', 'Français'], ['fr_CA', 'Français (Canada)'], ['de_DE', 'Deutsch'], ['it_IT', 'Italiano'], ['nl_NL', 'Nederlands'], ['pl_PL', 'Polski'], ['ro_RO', 'Română'], ['ru_RU', 'Русский'], ['uk_UA', 'Українська'], ['tr_TR', 'Türkçe'], ['ar_AR', 'العربية'], ['he_IL', 'עברית'],
  ['hi_IN', 'हिन्दी'], ['th_TH', 'ไทย'], ['vi_VN', 'Tiếng Việt'], ['id_ID', 'Bahasa Indonesia'], ['ms_MY', 'Bahasa Melayu'], ['ja_JP', '日本語'], ['ko_KR', '한국어'], ['zh_CN', '中文(简体)'], ['zh_TW', '中文(台灣)'], ['zh_HK', '中文(香港)'],
  ['sv_SE', 'Svenska'], ['da_DK', 'Dansk'], ['nb_NO', 'Norsk'], ['fi_FI', 'Suomi'], ['cs_CZ', 'Čeština'], ['hu_HU', 'Magyar'], ['el_GR', 'Ελληνικά'], ['bg_BG', 'Български'],
]

export const editor: OpenersEditor<LocalText> = {
  source: API,
  // 160 characters: NV, as in the older reference.
  greeting: { maxLength: 160, unit: 'characters', source: `${API}/greeting`, variables: ['{{user_first_name}}', '{{user_last_name}}', '{{user_full_name}}'], help: { en: 'Shown before the first message, above “Get started”.', es: 'Se muestra antes del primer mensaje, sobre «Empezar».' } },
  // 80 characters: NV, as far as phones show them; the payload’s 1,000 are those of every postback.
  iceBreakers: { most: 4, maxLength: 80, unit: 'characters', keyMaxLength: 1_000, source: ICE_BREAKERS, help: { en: 'Questions to tap in a chat that is still empty. They take the place of “Get started”. An automatic reply knows each by its key.', es: 'Preguntas que se pulsan en un chat aún vacío. Ocupan el lugar de «Empezar». Una respuesta automática las reconoce por su clave.' } },
  // Both lengths NV.
  commands: { most: 20, nameLength: 32, hintLength: 64, namePattern: '^[^\\s/@]+$', source: `${API}/commands`, help: { en: 'Listed behind “/”. While there are commands, Messenger hides the menu.', es: 'Aparecen al escribir «/». Mientras haya comandos, Messenger oculta el menú.' } },
  menu: {
    most: 20, below: 0, layout: 'list', title: { maxLength: 30, unit: 'characters', source: MENU },
    types: [
      { type: 'postback', label: { en: 'Asks us', es: 'Nos pregunta' }, help: { en: 'Her tap stands in the thread with the button’s words and opens 24 hours for answers.', es: 'Su pulsación aparece en el hilo con el texto del botón y abre 24 horas para responder.' }, source: MENU, answeredBy: 'payload', values: [{ key: 'payload', kind: 'key', maxLength: 1_000, unit: 'characters', required: true, label: { en: 'Key', es: 'Clave' }, help: { en: 'By it automatic replies know which button was tapped.', es: 'Por ella las respuestas automáticas saben qué botón se pulsó.' } }] },
      { type: 'web_url', label: { en: 'Opens a web page', es: 'Abre una web' }, help: { en: 'Opens the address inside Messenger. Nothing is told to us.', es: 'Abre la dirección dentro de Messenger. No se nos comunica.' }, source: MENU, values: [{ key: 'url', kind: 'link', required: true, label: { en: 'Web address', es: 'Dirección web' } }] },
    ],
  },
  audience: { kind: 'language', parts: ['greeting', 'iceBreakers', 'menu', 'commands'], choices: LOCALES.map(([value, label]) => ({ value, label })), label: { en: 'People whose Facebook is in', es: 'Personas con Facebook en' }, help: { en: 'Everybody whose language has nothing of its own sees the texts for everybody.', es: 'Quien no tenga textos en su idioma ve los generales.' } },
  shows: { en: 'A greeting and questions are seen by people who have never written; the menu appears when the chat is opened again. On a computer a reload may be needed. While the app is in development mode, only its own people see them.', es: 'El saludo y las preguntas los ve quien nunca ha escrito; el menú aparece al volver a abrir el chat. En el ordenador puede hacer falta recargar. Mientras la app esté en modo de desarrollo, solo los ve su equipo.' },
  notes: [
    { en: 'What is set here takes the place of the questions made in the Page’s inbox, which can no longer be edited there.', es: 'Lo que se configura aquí sustituye a las preguntas creadas en la bandeja de la página, que ya no se pueden editar allí.' },
    { en: '“Get started” is set by itself: the menu needs it.', es: '«Empezar» se configura solo: el menú lo necesita.' },
  ],
}
