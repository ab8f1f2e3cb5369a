import type { SettingField } from '@recado/channel-kit'

/** The set-up form of a Service Account, in the order in which WeChat's console shows the values. */
export const setup: readonly SettingField[] = [
  {
    key: 'appId', type: 'text', required: true, confidential: false,
    label: { en: 'AppID', es: 'AppID' },
    help: { en: 'Begins with wx. Developer Platform, Service Account, Basic information.', es: 'Empieza por wx. Plataforma de desarrolladores, cuenta de servicio, información básica.' },
  },
  {
    key: 'appSecret', type: 'text', required: true, confidential: true,
    label: { en: 'AppSecret', es: 'AppSecret' },
    help: { en: 'WeChat shows it once. A new one cuts off every other program that uses the old one.', es: 'WeChat lo muestra una sola vez. Uno nuevo deja sin acceso a los programas que usan el anterior.' },
  },
  {
    key: 'token', type: 'text', required: true, confidential: true, generate: 'token',
    label: { en: 'Token', es: 'Token' },
    help: { en: 'Letters and digits that you choose; the same text goes into WeChat’s message settings.', es: 'Letras y cifras a tu elección; el mismo texto va en la configuración de mensajes de WeChat.' },
  },
  {
    key: 'encodingAesKey', type: 'text', required: true, confidential: true, generate: 'aes43',
    label: { en: 'EncodingAESKey', es: 'EncodingAESKey' },
    help: { en: '43 letters and digits. Needed in secure and compatible mode.', es: '43 letras y cifras. Hace falta en los modos seguro y compatible.' },
  },
  {
    key: 'mode', type: 'choice', choices: ['plain', 'compatible', 'secure'], required: true, confidential: false, default: 'secure',
    choiceLabels: { plain: { en: 'Plain (明文)', es: 'Sin cifrar (明文)' }, compatible: { en: 'Compatible (兼容)', es: 'Compatible (兼容)' }, secure: { en: 'Secure (安全), advised', es: 'Seguro (安全), recomendado' } },
    label: { en: 'Message encryption', es: 'Cifrado de los mensajes' },
    help: { en: 'As chosen in WeChat: plain (明文), compatible (兼容) or secure (安全, advised).', es: 'Como en WeChat: sin cifrar (明文), compatible (兼容) o seguro (安全, recomendado).' },
  },
  {
    key: 'originalId', type: 'text', required: false, confidential: false,
    label: { en: 'Original ID', es: 'ID original' },
    help: { en: 'Begins with gh_. Lets Recado see that a message really is for this account.', es: 'Empieza por gh_. Permite comprobar que un mensaje es de verdad para esta cuenta.' },
  },
  {
    key: 'verified', type: 'boolean', required: false, confidential: false, default: false,
    label: { en: 'Verified account', es: 'Cuenta verificada' },
    help: { en: 'Verified by WeChat (yearly fee). Lets choices be sent as a list to tap.', es: 'Verificada por WeChat (cuota anual). Permite enviar opciones como una lista que se pulsa.' },
  },
  {
    key: 'overseas', type: 'boolean', required: false, confidential: false, later: true, default: false,
    label: { en: 'Registered outside mainland China', es: 'Registrada fuera de la China continental' },
    help: { en: 'Template messages of these accounts cannot carry a link.', es: 'Los mensajes de plantilla de estas cuentas no pueden llevar enlace.' },
  },
  {
    key: 'baseUrl', type: 'text', required: false, confidential: false, later: true, default: 'https://api.weixin.qq.com',
    label: { en: 'API address', es: 'Dirección de la API' },
    help: { en: 'Change it only for a proxy in mainland China or a simulated account.', es: 'Cámbiala solo para un proxy en la China continental o una cuenta simulada.' },
  },
]
