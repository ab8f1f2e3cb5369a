/** Which number? Three ways with what each of them costs and loses; whoever is on the wrong one loses her chats or a month. */
import type { ConnectChoice, ConnectQuestion } from '@recado/channel-kit'

const provider = 'https://docs.360dialog.com/partner/integration/cloud-waba-integration'

const second: ConnectChoice = {
  id: 'second_number',
  title: { en: 'A second number for Recado', es: 'Un segundo número para Recado' },
  summary: { en: 'The app on your phone stays as it is. Recado gets a number of its own, or first Meta’s free test number.', es: 'La aplicación del teléfono se queda como está. Recado tiene su propio número o, para empezar, el de prueba gratuito de Meta.' },
  pros: [
    { en: 'Nothing can be lost: try it today, decide later.', es: 'No se puede perder nada: pruébalo hoy y decide después.' },
    { en: 'Everything the API offers, at full speed.', es: 'Todo lo que ofrece la API, a toda velocidad.' },
  ],
  consequences: [
    { en: 'Customers must learn the new number (link, QR code, sign at the till).', es: 'Los clientes tienen que conocer el número nuevo (enlace, código QR, cartel en la caja).' },
    { en: 'Chats on the old number go on in the app only, until you stop using it.', es: 'Los chats del número antiguo siguen solo en la aplicación, hasta que dejes de usarla.' },
  ],
  time: { en: '20 minutes with the test number; a day or two for your own.', es: '20 minutos con el número de prueba; uno o dos días con el propio.' },
  cost: { en: 'The number itself (a prepaid card or a landline will do). Meta charges per message sent.', es: 'El propio número (vale una tarjeta prepago o un fijo). Meta cobra por mensaje enviado.' },
  steps: [
    { en: 'Begin with Meta’s **test number** (guide below, part 1): it writes to five people of your choice, for 90 days, without payment.', es: 'Empieza con el **número de prueba** de Meta (guía de abajo, parte 1): escribe a cinco personas que elijas, durante 90 días y sin pago.' },
    { en: 'Then add the new number in WhatsApp Manager (part 3). It must receive one SMS or call and must not be in use in the app.', es: 'Después añade el número nuevo en el Administrador de WhatsApp (parte 3). Debe recibir un SMS o una llamada y no estar en uso en la aplicación.' },
    { en: 'Put the link or QR code of the new number where customers see it (page of the account, **Links and QR codes**).', es: 'Pon el enlace o el código QR del número nuevo donde lo vean los clientes (página de la cuenta, **Enlaces y códigos QR**).' },
  ],
  links: [{ label: { en: 'Meta: get started', es: 'Meta: primeros pasos' }, url: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/get-started' }],
  fields: ['phoneNumberId', 'wabaId', 'accessToken', 'appSecret', 'verifyToken'], presets: { apiStyle: 'meta' }, importChats: true,
}

const move: ConnectChoice = {
  id: 'move_number',
  title: { en: 'Move your number to Recado', es: 'Pasar tu número a Recado' },
  summary: { en: 'Customers keep writing to the number they know, and it leaves the app for good.', es: 'Los clientes siguen escribiendo al número que conocen, que sale para siempre de la aplicación.' },
  pros: [
    { en: 'One number for everything; nobody has to learn a new one.', es: 'Un solo número para todo; nadie tiene que aprenderse otro.' },
    { en: 'Old chats can come along as read-only history, from files that the app exports.', es: 'Los chats antiguos pueden venir como historial de solo lectura, desde archivos que exporta la aplicación.' },
  ],
  consequences: [
    { en: '**The app account of this number is deleted, with all its chats.** Export the chats you need first.', es: '**Se elimina la cuenta de la aplicación con ese número, con todos sus chats.** Exporta antes los que necesites.' },
    { en: 'Groups, status and channels of the app are gone; calls only as far as the API has them.', es: 'Desaparecen los grupos, los estados y los canales de la aplicación; llamadas, solo hasta donde llega la API.' },
    { en: 'The number receives nothing between deleting it in the app and registering it: minutes, if all is ready.', es: 'Desde que se borra en la aplicación hasta que se registra no recibe nada: minutos, si todo está preparado.' },
  ],
  time: { en: 'Half a day: exporting chats takes most of it.', es: 'Medio día: lo más largo es exportar los chats.' },
  cost: { en: 'None for the move. Meta charges per message sent.', es: 'El cambio no cuesta nada. Meta cobra por mensaje enviado.' },
  steps: [
    { en: 'Prepare everything with the **test number** first (guide below, parts 1 and 2), so that the webhook works before the number moves.', es: 'Prepara antes todo con el **número de prueba** (guía de abajo, partes 1 y 2), para que el webhook funcione cuando pase el número.' },
    { en: 'In the app **export each chat** you want to keep, with files. Recado takes them under **Settings > Import** at any time later.', es: 'En la aplicación **exporta cada chat** que quieras conservar, con sus archivos. Recado los admite en **Ajustes > Importar** en cualquier momento posterior.' },
    { en: 'On the phone: **Settings > Account > Delete my account**, for this number. Switch its two-step verification off before, if it has one.', es: 'En el teléfono: **Ajustes > Cuenta > Eliminar mi cuenta**, con este número. Antes, desactiva su verificación en dos pasos si la tiene.' },
    { en: 'A few minutes later add the number in WhatsApp Manager, confirm it by SMS or call, register it with a six-digit PIN (part 3) and enter its IDs here.', es: 'Unos minutos después añade el número en el Administrador de WhatsApp, confírmalo por SMS o llamada, regístralo con un PIN de seis cifras (parte 3) e introduce aquí sus ID.' },
    { en: 'Import the exported chats.', es: 'Importa los chats exportados.' },
  ],
  links: [{ label: { en: 'Meta: migrate an existing number', es: 'Meta: migrar un número existente' }, url: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/phone-numbers' }],
  fields: ['phoneNumberId', 'wabaId', 'accessToken', 'appSecret', 'verifyToken'], presets: { apiStyle: 'meta' }, importChats: true,
}

const coexistence: ConnectChoice = {
  id: 'coexistence',
  title: { en: 'Keep the app and use Recado beside it', es: 'Mantener la aplicación y usar Recado a la vez' },
  summary: { en: 'One number in the WhatsApp Business app and here (“coexistence”). Only a provider of Meta can switch it on.', es: 'Un mismo número en la aplicación WhatsApp Business y aquí («coexistencia»). Solo lo puede activar un proveedor de Meta.' },
  pros: [
    { en: 'The phone keeps working; what is written there appears here as well.', es: 'El teléfono sigue funcionando; lo que se escribe allí también aparece aquí.' },
    { en: 'Up to six months of old chats come over by themselves, if you allow it while onboarding.', es: 'Llegan solos hasta seis meses de chats antiguos, si lo permites durante el alta.' },
  ],
  consequences: [
    { en: 'A provider stands between you and Meta, with a monthly fee and its own terms.', es: 'Entre tú y Meta hay un proveedor, con cuota mensual y condiciones propias.' },
    { en: 'At most 20 messages a second; no groups, no official badge by API; not for numbers of Nigeria and South Africa.', es: 'Como mucho 20 mensajes por segundo; sin grupos por API; no disponible para números de Nigeria y Sudáfrica.' },
    { en: 'The app must be opened at least every 13 days, or the connection ends.', es: 'Hay que abrir la aplicación al menos cada 13 días o la conexión termina.' },
    { en: 'Answers typed in the app are free but do not open a window; those from here cost as always.', es: 'Las respuestas desde la aplicación son gratis, pero no abren ventana; las de aquí cuestan como siempre.' },
  ],
  time: { en: 'An hour, plus the provider’s sign-up.', es: 'Una hora, más el alta con el proveedor.' },
  cost: { en: 'The provider’s fee (ask before signing), plus Meta’s price per message.', es: 'La cuota del proveedor (pregúntala antes de firmar), más el precio de Meta por mensaje.' },
  steps: [
    { en: 'Update the WhatsApp **Business** app (2.24.17 or newer) and choose a provider with coexistence and a plain Cloud API, for example 360dialog.', es: 'Actualiza la aplicación WhatsApp **Business** (2.24.17 o posterior) y elige un proveedor con coexistencia y Cloud API normal, por ejemplo 360dialog.' },
    { en: 'Follow its sign-up with “connect the existing app”, scan its QR code in the app, and allow the chat history.', es: 'Sigue su alta con «conectar la aplicación existente», escanea su código QR en la aplicación y permite el historial de chats.' },
    { en: 'In the provider’s console make an **API key** and enter it here, with the provider’s address and header.', es: 'En la consola del proveedor crea una **clave de API** e introdúcela aquí, con la dirección y la cabecera del proveedor.' },
    { en: 'Set Recado’s webhook address there, with the header **Authorization: Bearer** and the verify token that Recado shows after saving.', es: 'Pon allí la dirección del webhook de Recado, con la cabecera **Authorization: Bearer** y el token de verificación que Recado muestra al guardar.' },
  ],
  links: [{ label: { en: '360dialog: first steps', es: '360dialog: primeros pasos' }, url: provider }],
  fields: ['phoneNumberId', 'wabaId', 'accessToken', 'verifyToken', 'baseUrl', 'authHeader', 'authFormat', 'displayPhoneNumber'],
  presets: { apiStyle: 'provider', baseUrl: 'https://waba-v2.360dialog.io', authHeader: 'D360-API-KEY', authFormat: '{token}' }, importChats: true, source: provider,
}

export const question: ConnectQuestion = {
  title: { en: 'Which number?', es: '¿Qué número?' },
  lead: {
    en: 'A number is either in the WhatsApp app or on the API that Recado uses - both only with a provider. Choose before you begin: one of these ways cannot be undone.',
    es: 'Un número está en la aplicación de WhatsApp o en la API que usa Recado; en ambas, solo con un proveedor. Elige antes de empezar: uno de estos caminos no tiene vuelta atrás.',
  },
  choices: [second, move, coexistence],
}
