/** The setup form as data. The keys are part of the outer contract. */
import type { SettingField } from '@recado/channel-kit'

const field = (key: string, en: string, es: string, help: { en: string; es: string }, more: Partial<SettingField> = {}): SettingField =>
  ({ key, label: { en, es }, help, type: 'text', required: false, confidential: false, ...more })

export const setup: readonly SettingField[] = [
  field('phoneNumberId', 'Phone number ID', 'ID del número de teléfono', {
    en: 'App dashboard > WhatsApp > API Setup, under the number. Digits only; it is not the phone number itself.',
    es: 'Panel de la app > WhatsApp > Configuración de la API, debajo del número. Solo cifras; no es el número de teléfono.',
  }, { required: true }),
  field('wabaId', 'WhatsApp Business Account ID', 'ID de la cuenta de WhatsApp Business', {
    en: 'On the same page. It owns templates, billing and webhooks.',
    es: 'En la misma página. De ella dependen las plantillas, la facturación y los webhooks.',
  }, { required: true }),
  field('accessToken', 'Access token', 'Token de acceso', {
    en: 'A system user’s token that does not expire, with business_management, whatsapp_business_management and whatsapp_business_messaging. The one on the API Setup page dies within a day.',
    es: 'Token de un usuario del sistema que no caduque, con business_management, whatsapp_business_management y whatsapp_business_messaging. El de la página de configuración dura menos de un día.',
  }, { required: true, confidential: true }),
  field('appSecret', 'App secret', 'Clave secreta de la app', {
    en: 'App dashboard > App settings > Basic. Recado checks with it that messages really come from Meta.',
    es: 'Panel de la app > Configuración > Básica. Con ella Recado comprueba que los mensajes vienen de Meta.',
  }, { required: true, confidential: true }),
  field('verifyToken', 'Verify token', 'Token de verificación', {
    en: 'Recado makes one up; paste it beside the webhook address in the app dashboard.',
    es: 'Recado inventa uno; péguelo junto a la dirección del webhook en el panel de la app.',
  }, { required: true, confidential: true, generate: 'token' }),
  field('displayPhoneNumber', 'Phone number', 'Número de teléfono', {
    en: 'As customers see it, with country code. Filled in by the check when left empty.',
    es: 'Como lo ven los clientes, con prefijo internacional. Si se deja vacío lo completa la comprobación.',
  }),
  field('appId', 'App ID', 'ID de la app', {
    en: 'Lets Recado check the token’s permissions and expiry.',
    es: 'Permite a Recado comprobar los permisos y la caducidad del token.',
  }),
  field('pin', 'Two-step PIN', 'PIN de verificación en dos pasos', {
    en: 'Six digits; needed only to register the number again.',
    es: 'Seis cifras; solo hace falta para volver a registrar el número.',
  }, { confidential: true }),
  field('catalogId', 'Catalogue ID', 'ID del catálogo', {
    en: 'To send products: Commerce Manager > Catalogue > Settings.',
    es: 'Para enviar productos: Administrador de ventas > Catálogo > Configuración.',
  }),
  field('timeZone', 'Time zone of the account', 'Zona horaria de la cuenta', {
    en: 'As in WhatsApp Manager, for example Europe/Madrid. Free messages are counted by the month of this zone.',
    es: 'Como en el Administrador de WhatsApp, por ejemplo Europe/Madrid. Los mensajes gratuitos se cuentan por el mes de esta zona.',
  }),
  field('currency', 'Billing currency', 'Moneda de facturación', {
    en: 'As in WhatsApp Manager. Recado’s price card is in US dollars.',
    es: 'Como en el Administrador de WhatsApp. La tarifa de Recado está en dólares.',
  }, { type: 'choice', choices: ['USD', 'AED', 'ARS', 'AUD', 'BRL', 'CLP', 'COP', 'EUR', 'GBP', 'IDR', 'INR', 'MXN', 'MYR', 'PEN', 'SAR', 'SGD'] }),
  field('graphVersion', 'Graph API version', 'Versión de Graph API', {
    en: 'Leave it unless Meta retires the version.',
    es: 'Déjela así salvo que Meta retire la versión.',
  }, { default: 'v26.0' }),
  field('baseUrl', 'Address of the Graph API', 'Dirección de Graph API', {
    en: 'Only for a simulated platform or a proxy of your own.',
    es: 'Solo para una plataforma simulada o un proxy propio.',
  }, { default: 'https://graph.facebook.com' }),
]
