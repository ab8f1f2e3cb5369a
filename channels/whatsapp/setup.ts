/** The setup form as data. The keys are part of the outer contract. */
import type { SettingField } from '@recado/channel-kit'

const META = { onlyWhen: { key: 'apiStyle', is: 'meta' } } as const
const PROVIDER = { onlyWhen: { key: 'apiStyle', is: 'provider' } } as const

const field = (key: string, en: string, es: string, help: { en: string; es: string }, more: Partial<SettingField> = {}): SettingField =>
  ({ key, label: { en, es }, help, type: 'text', required: false, confidential: false, ...more })

export const setup: readonly SettingField[] = [
  field('phoneNumberId', 'Phone number ID', 'ID del número de teléfono', {
    en: 'App dashboard > WhatsApp > API Setup, under the number; with a provider, in its console. Digits only; it is not the phone number itself.',
    es: 'Panel de la app > WhatsApp > Configuración de la API, debajo del número; con un proveedor, en su consola. Solo cifras; no es el número de teléfono.',
  }, { required: true }),
  field('wabaId', 'WhatsApp Business Account ID', 'ID de la cuenta de WhatsApp Business', {
    en: 'On the same page. Templates, billing and webhooks belong to it.',
    es: 'En la misma página. De ella dependen las plantillas, la facturación y los webhooks.',
  }, { required: true }),
  field('accessToken', 'Access token or API key', 'Token de acceso o clave de API', {
    en: 'From Meta: a system user’s token that does not expire, with business_management, whatsapp_business_management and whatsapp_business_messaging (the one on the API Setup page expires within a day, enough for a try). From a provider: its API key.',
    es: 'De Meta: token de un usuario del sistema que no caduque, con business_management, whatsapp_business_management y whatsapp_business_messaging (el de la página de configuración dura menos de un día y basta para probar). De un proveedor: su clave de API.',
  }, { required: true, confidential: true }),
  field('appSecret', 'App secret', 'Clave secreta de la app', {
    en: 'App dashboard > App settings > Basic. Recado checks with it that messages really come from Meta.',
    es: 'Panel de la app > Configuración > Básica. Con ella Recado comprueba que los mensajes vienen de Meta.',
  }, { required: true, confidential: true, ...META }),
  field('verifyToken', 'Verify token', 'Token de verificación', {
    en: 'Recado makes one up. With Meta: paste it beside the webhook address. With a provider: have it send the header Authorization with “Bearer”, a space and this token.',
    es: 'Recado inventa uno. Con Meta: pégalo junto a la dirección del webhook. Con un proveedor: haz que envíe la cabecera Authorization con «Bearer», un espacio y este token.',
  }, { required: true, confidential: true, generate: 'token' }),
  field('apiStyle', 'Who runs the connection', 'Quién presta la conexión', {
    en: 'Meta itself, or a provider such as 360dialog that stands between.',
    es: 'La propia Meta, o un proveedor intermedio como 360dialog.',
  }, {
    type: 'choice', choices: ['meta', 'provider'], default: 'meta', later: true,
    choiceLabels: { meta: { en: 'Meta (Cloud API)', es: 'Meta (Cloud API)' }, provider: { en: 'A provider', es: 'Un proveedor' } },
  }),
  field('baseUrl', 'Address of the API', 'Dirección de la API', {
    en: 'Of a provider, for example https://waba-v2.360dialog.io. For Meta it stays as it is.',
    es: 'La del proveedor, por ejemplo https://waba-v2.360dialog.io. Para Meta se queda como está.',
  }, { default: 'https://graph.facebook.com', later: true }),
  field('authHeader', 'Header for the key', 'Cabecera de la clave', {
    en: 'The name under which the key is sent: Authorization for Meta, D360-API-KEY for 360dialog.',
    es: 'Nombre con el que se envía la clave: Authorization para Meta, D360-API-KEY para 360dialog.',
  }, { default: 'Authorization', later: true }),
  field('authFormat', 'Form of the key', 'Forma de la clave', {
    en: '{token} stands for the key: “Bearer {token}” for Meta, “{token}” alone for 360dialog.',
    es: '{token} representa la clave: «Bearer {token}» para Meta, solo «{token}» para 360dialog.',
  }, { default: 'Bearer {token}', later: true }),
  field('templatesPath', 'Path of the templates', 'Ruta de las plantillas', {
    en: 'Where the provider lists templates, below its address.',
    es: 'Dónde enumera el proveedor las plantillas, debajo de su dirección.',
  }, { default: 'v1/configs/templates', later: true, ...PROVIDER }),
  field('displayPhoneNumber', 'Phone number', 'Número de teléfono', {
    en: 'As customers see it, with country code; links and QR codes lead to it. Filled in by the check when left empty (with a provider: type it).',
    es: 'Como lo ven los clientes, con prefijo internacional; a él llevan los enlaces y códigos QR. Si se deja vacío lo completa la comprobación (con un proveedor, escríbelo).',
  }, { later: true }),
  field('appId', 'App ID', 'ID de la app', {
    en: 'App dashboard, at the top. Lets Recado check the token’s permissions and expiry.',
    es: 'Arriba en el panel de la app. Permite a Recado comprobar los permisos y la caducidad del token.',
  }, { later: true, ...META }),
  field('pin', 'Two-step PIN', 'PIN de verificación en dos pasos', {
    en: 'Six digits of your choice; needed only to register the number (again).',
    es: 'Seis cifras a tu elección; solo hace falta para registrar el número (o volver a registrarlo).',
  }, { confidential: true, later: true, ...META }),
  field('catalogId', 'Catalogue ID', 'ID del catálogo', {
    en: 'To send products: Commerce Manager > Catalogue > Settings.',
    es: 'Para enviar productos: Administrador de ventas > Catálogo > Configuración.',
  }, { later: true }),
  field('timeZone', 'Time zone of the account', 'Zona horaria de la cuenta', {
    en: 'As in WhatsApp Manager, for example Europe/Madrid. Free messages are counted by the month of this zone.',
    es: 'Como en el Administrador de WhatsApp, por ejemplo Europe/Madrid. Los mensajes gratuitos se cuentan por el mes de esta zona.',
  }, { later: true }),
  field('currency', 'Billing currency', 'Moneda de facturación', {
    en: 'As in WhatsApp Manager. Recado’s price card is in US dollars.',
    es: 'Como en el Administrador de WhatsApp. La tarifa de Recado está en dólares.',
  }, { type: 'choice', choices: ['USD', 'AED', 'ARS', 'AUD', 'BRL', 'CLP', 'COP', 'EUR', 'GBP', 'IDR', 'INR', 'MXN', 'MYR', 'PEN', 'SAR', 'SGD'], later: true }),
  field('graphVersion', 'Graph API version', 'Versión de la API Graph', {
    en: 'Leave it unless Meta retires the version.',
    es: 'Déjala así salvo que Meta retire la versión.',
  }, { default: 'v26.0', later: true, ...META }),
]
