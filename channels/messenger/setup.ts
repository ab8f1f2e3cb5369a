import type { SettingField } from '@recado/channel-kit'

/** The set-up form of a Page. Texts only: every figure of the channel stands in channel.ts. */
export const setup: readonly SettingField[] = [
  {
    key: 'pageId', type: 'text', required: true, confidential: false,
    label: { en: 'Page ID', es: 'ID de la página' },
    help: { en: 'On the Page: About, Page transparency. Digits only.', es: 'En la página: Información, Transparencia de la página. Solo cifras.' },
  },
  {
    key: 'pageAccessToken', type: 'text', required: true, confidential: true,
    label: { en: 'Page access token', es: 'Token de acceso de la página' },
    help: { en: 'App dashboard, Messenger, API settings: add the Page and generate a token.', es: 'Panel de la app, Messenger, Configuración de la API: añade la página y genera un token.' },
  },
  {
    key: 'appSecret', type: 'text', required: true, confidential: true,
    label: { en: 'App secret', es: 'Clave secreta de la app' },
    help: { en: 'App dashboard, App settings, Basic. It signs every webhook.', es: 'Panel de la app, Configuración de la app, Básica. Firma cada webhook.' },
  },
  {
    key: 'verifyToken', type: 'text', required: true, confidential: true, generate: 'token',
    label: { en: 'Verify token', es: 'Token de verificación' },
    help: { en: 'Recado invents it; paste it beside the webhook address.', es: 'Lo inventa Recado; pégalo junto a la dirección del webhook.' },
  },
  {
    key: 'appId', type: 'text', required: false, confidential: false, later: true,
    label: { en: 'App ID', es: 'ID de la app' },
    help: { en: 'Tells our own echoes and thread control from those of other apps.', es: 'Distingue nuestros ecos y el control del hilo de los de otras apps.' },
  },
  {
    key: 'humanAgentApproved', type: 'boolean', required: false, confidential: false, later: true, default: false,
    label: { en: 'Human Agent is approved', es: 'Human Agent está aprobado' },
    help: { en: 'Tick it once App Review has granted the Human Agent feature: people may then answer up to 7 days after the customer wrote.', es: 'Márcalo cuando la revisión de la app haya concedido Human Agent: las personas podrán responder hasta 7 días después de que escriba el cliente.' },
  },
  {
    key: 'adWindow7Days', type: 'boolean', required: false, confidential: false, later: true, default: false,
    label: { en: 'Seven days after a message from an ad', es: 'Siete días tras un mensaje desde un anuncio' },
    help: { en: 'Meta says this window “may last up to 7 days”. Leave it off to count 24 hours.', es: 'Meta dice que esta ventana «puede durar hasta 7 días». Sin marcar se cuentan 24 horas.' },
  },
  {
    key: 'audienceCountry', type: 'text', required: false, confidential: false, later: true,
    label: { en: 'Country of your customers', es: 'País de tus clientes' },
    help: { en: 'Two letters (TH, PH, US, VN …). Messenger does not tell it, and utility messages reach some countries only.', es: 'Dos letras (TH, PH, US, VN…). Messenger no lo dice, y los mensajes de utilidad solo llegan a algunos países.' },
  },
  {
    key: 'getStartedPayload', type: 'text', required: false, confidential: false, later: true, default: 'GET_STARTED',
    label: { en: 'Payload of the Get Started button', es: 'Payload del botón Empezar' },
    help: { en: 'Only if another tool has set up the button with its own payload.', es: 'Solo si otra herramienta configuró el botón con su propio payload.' },
  },
  {
    key: 'appSecretProof', type: 'boolean', required: false, confidential: false, later: true, default: false,
    label: { en: 'Send an app secret proof', es: 'Enviar una prueba de la clave secreta' },
    help: { en: 'Needed when “Require app secret” is on in the app’s advanced settings.', es: 'Necesario si «Exigir clave secreta» está activado en la configuración avanzada de la app.' },
  },
  {
    key: 'graphVersion', type: 'text', required: false, confidential: false, later: true, default: 'v25.0',
    label: { en: 'Graph API version', es: 'Versión de la API Graph' },
    help: { en: 'A version works for about two years.', es: 'Cada versión dura unos dos años.' },
  },
  {
    key: 'baseUrl', type: 'text', required: false, confidential: false, later: true, default: 'https://graph.facebook.com',
    label: { en: 'API address', es: 'Dirección de la API' },
    help: { en: 'Only for tests and proxies.', es: 'Solo para pruebas y proxies.' },
  },
]
