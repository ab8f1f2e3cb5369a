/** What the facts of a number mean and what to do about them. Product texts; the figures behind them stand in channel.ts. */
import type { FactText, LocalText, StandingTexts } from '@recado/channel-kit'

const manager = 'https://business.facebook.com/wa/manage/phone-numbers/'
const billing = 'https://business.facebook.com/billing_hub/payment_settings'
const systemUsers = 'https://business.facebook.com/settings/system-users'
const support = 'https://business.facebook.com/business-support-home'
const security = 'https://business.facebook.com/settings/security'
const qualityHelp = 'https://www.facebook.com/business/help/896873687365001'

const say = (en: string, es: string): LocalText => ({ en, es })
const not_told: FactText = { sentence: say('Meta did not say.', 'Meta no lo ha dicho.') }

export const standingTexts: StandingTexts = {
  token: {
    title: say('Access token', 'Token de acceso'),
    codes: {
      not_told,
      lasting: { sentence: say('Valid, with the permissions it needs; it does not expire.', 'Válido y con los permisos necesarios; no caduca.') },
      expires: {
        sentence: say('Valid, but it expires. Nothing is sent after that.', 'Válido, pero caduca. Después no se podrá enviar nada.'),
        next: say('In Business settings, generate a system user’s token that does not expire and paste it under Settings.', 'En la configuración del negocio, genera un token de usuario del sistema que no caduque y pégalo en Ajustes.'), link: systemUsers,
      },
      invalid: {
        sentence: say('Meta no longer accepts it. Customers’ messages still arrive; yours wait. {reason}', 'Meta ya no lo acepta. Los mensajes de los clientes siguen llegando; los tuyos esperan. {reason}'),
        next: say('Generate a new token for the system user and paste it under Settings; what waits is then sent.', 'Genera un token nuevo para el usuario del sistema y pégalo en Ajustes; lo que espera se enviará entonces.'), link: systemUsers,
      },
      permission_missing: {
        sentence: say('It lacks {missing}.', 'Le falta {missing}.'),
        next: say('Generate the token again with these permissions ticked.', 'Genera de nuevo el token con esos permisos marcados.'), link: systemUsers,
      },
    },
  },
  registration: {
    title: say('Number', 'Número'),
    codes: {
      not_told,
      connected: { sentence: say('Registered and connected.', 'Registrado y conectado.') },
      pending: { sentence: say('The number is not registered for the Cloud API yet: nothing can be sent.', 'El número aún no está registrado en la API: no se puede enviar nada.'), next: say('Register it with its two-step PIN.', 'Regístralo con su PIN de dos pasos.'), action: 'register' },
      disconnected: { sentence: say('The number is disconnected: nothing is sent or received.', 'El número está desconectado: no se envía ni se recibe nada.'), next: say('Register it again with its two-step PIN.', 'Regístralo de nuevo con su PIN de dos pasos.'), action: 'register' },
      gone: { sentence: say('The number was deleted or moved to another account.', 'El número se ha borrado o se ha trasladado a otra cuenta.'), next: say('See in WhatsApp Manager where it is, and connect that one.', 'Mira en el Administrador de WhatsApp dónde está y conecta ese.'), link: manager },
      flagged: { sentence: say('Meta has flagged the number, since customers block or report its messages.', 'Meta ha marcado el número porque los clientes bloquean o denuncian sus mensajes.'), next: say('Stop marketing messages until the quality rises again; after seven good days the flag goes.', 'Deja los mensajes de marketing hasta que suba la calidad; tras siete días buenos se quita la marca.'), link: qualityHelp },
      rate_limited: { sentence: say('Meta slows the number down for now.', 'Meta frena el número de momento.'), next: say('Wait; it goes by itself.', 'Espera; se pasa solo.') },
      restricted: { sentence: say('Meta has restricted the number: messages are refused.', 'Meta ha restringido el número: rechaza los mensajes.'), next: say('Read the reason in Business Support and ask for a review.', 'Lee el motivo en la ayuda para empresas y pide una revisión.'), link: support },
      banned: { sentence: say('Meta has banned the number.', 'Meta ha bloqueado el número.'), next: say('Ask for a review in Business Support.', 'Pide una revisión en la ayuda para empresas.'), link: support },
    },
  },
  quality: {
    title: say('Quality', 'Calidad'),
    codes: {
      none: { sentence: say('Not rated yet: Meta needs some messages first.', 'Sin valorar todavía: Meta necesita antes algunos mensajes.') },
      green: { sentence: say('High: customers seldom block or report your messages.', 'Alta: los clientes apenas bloquean o denuncian tus mensajes.') },
      yellow: { sentence: say('Medium: some customers block or report your messages.', 'Media: algunos clientes bloquean o denuncian tus mensajes.'), next: say('Send fewer marketing messages, and only to those who asked for them.', 'Envía menos marketing y solo a quienes lo han pedido.'), link: qualityHelp },
      red: { sentence: say('Low: many customers block or report your messages. Meta may lower the limit or pause templates.', 'Baja: muchos clientes bloquean o denuncian tus mensajes. Meta puede bajar el límite o pausar plantillas.'), next: say('Stop marketing messages now and look at which templates customers block.', 'Detén ya los mensajes de marketing y mira qué plantillas bloquean los clientes.'), link: qualityHelp },
    },
  },
  limit: {
    title: say('Messaging limit', 'Límite de mensajes'),
    codes: {
      not_told,
      people: { sentence: say('{people} different people a day may be written to first. Answers do not count.', 'Se puede escribir primero a {people} personas distintas al día. Las respuestas no cuentan.'), link: manager },
      unlimited: { sentence: say('As many people a day as you like.', 'Tantas personas al día como se quiera.') },
    },
  },
  name: {
    title: say('Display name', 'Nombre visible'),
    codes: {
      not_told,
      approved: { sentence: say('Approved by Meta.', 'Aprobado por Meta.') },
      in_review: { sentence: say('Meta is reviewing it; until then customers see the number.', 'Meta lo está revisando; hasta entonces los clientes ven el número.') },
      declined: { sentence: say('Meta declined it; customers see the number instead.', 'Meta lo ha rechazado; los clientes ven el número.'), next: say('Choose a name that contains your company’s and send it for review.', 'Elige un nombre que contenga el de tu empresa y envíalo a revisión.'), link: manager },
      expired: { sentence: say('The approved name was not taken over in time.', 'El nombre aprobado no se llegó a aplicar a tiempo.'), next: say('Ask for the name again, then register the number once more.', 'Pide el nombre otra vez y registra de nuevo el número.'), link: manager, action: 'register' },
    },
  },
  sending: {
    title: say('Sending', 'Envío'),
    codes: {
      not_told,
      available: { sentence: say('Nothing stands in the way.', 'Nada lo impide.') },
      limited: { sentence: say('Limited.', 'Limitado.'), next: say('Read the reasons in WhatsApp Manager.', 'Lee los motivos en el Administrador de WhatsApp.'), link: manager },
      limited_why: { sentence: say('Limited. Meta says: “{reasons}”', 'Limitado. Meta dice: «{reasons}»'), next: say('Read the reasons in WhatsApp Manager.', 'Lee los motivos en el Administrador de WhatsApp.'), link: manager },
      blocked: { sentence: say('Blocked.', 'Bloqueado.'), next: say('Read the reasons in WhatsApp Manager.', 'Lee los motivos en el Administrador de WhatsApp.'), link: manager },
      blocked_why: { sentence: say('Blocked. Meta says: “{reasons}”', 'Bloqueado. Meta dice: «{reasons}»'), next: say('Read the reasons in WhatsApp Manager.', 'Lee los motivos en el Administrador de WhatsApp.'), link: manager },
    },
  },
  two_step: {
    title: say('Two-step PIN', 'PIN de dos pasos'),
    codes: {
      not_told,
      set: { sentence: say('Set. Nobody can take the number over without it.', 'Puesto. Sin él nadie puede quedarse con el número.') },
      missing: { sentence: say('Not set: whoever receives the number’s SMS could take it over.', 'Sin poner: quien reciba los SMS del número podría quedarse con él.'), next: say('Set six digits and keep them.', 'Pon seis cifras y guárdalas.'), action: 'set_pin' },
    },
  },
  payment: {
    title: say('Payment', 'Pago'),
    codes: {
      not_told,
      set: { sentence: say('A payment method is set.', 'Hay un método de pago.') },
      missing: { sentence: say('There is no payment method: templates are refused, and answers end with the free ones of the month.', 'No hay método de pago: se rechazan las plantillas y las respuestas acaban con las gratuitas del mes.'), next: say('Add a card to the WhatsApp account.', 'Añade una tarjeta a la cuenta de WhatsApp.'), link: billing },
    },
  },
  review: {
    title: say('Account review', 'Revisión de la cuenta'),
    codes: {
      not_told,
      approved: { sentence: say('Passed.', 'Superada.') },
      pending: { sentence: say('Meta is reviewing the account.', 'Meta está revisando la cuenta.'), link: support },
      rejected: { sentence: say('Meta has rejected the account.', 'Meta ha rechazado la cuenta.'), next: say('Ask for a review in Business Support.', 'Pide una revisión en la ayuda para empresas.'), link: support },
    },
  },
  verification: {
    title: say('Business verification', 'Verificación de la empresa'),
    codes: {
      not_told,
      verified: { sentence: say('The business is verified.', 'La empresa está verificada.') },
      unverified: { sentence: say('Not verified. Verification raises the messaging limit and the number of phones.', 'Sin verificar. La verificación sube el límite de mensajes y el de números.'), link: security },
    },
  },
  webhook: {
    title: say('Webhooks', 'Webhooks'),
    codes: {
      not_told,
      subscribed: { sentence: say('Meta calls Recado for this account.', 'Meta avisa a Recado de lo que pasa en esta cuenta.') },
      unsubscribed: { sentence: say('The app is no longer subscribed to the account: customers’ messages do not arrive.', 'La app ya no está suscrita a la cuenta: los mensajes de los clientes no llegan.'), next: say('Subscribe it again. WhatsApp does not repeat what was missed.', 'Suscríbela de nuevo. WhatsApp no repite lo que se ha perdido.'), action: 'subscribe' },
    },
  },
}

const event = (title: LocalText, sentence: LocalText, next?: LocalText, link?: string): FactText & { title: LocalText } => ({ title, sentence, ...(next ? { next } : {}), ...(link ? { link } : {}) })

/** What Meta says by webhook. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update */
export const standingEvents: Readonly<Record<string, FactText & { title: LocalText }>> = {
  number_flagged: event(say('The number is flagged', 'El número está marcado'), say('Customers block or report its messages; the messaging limit may fall.', 'Los clientes bloquean o denuncian sus mensajes; puede bajar el límite.'), say('Stop marketing messages until the quality rises again.', 'Deja los mensajes de marketing hasta que suba la calidad.'), qualityHelp),
  number_downgrade: event(say('The messaging limit has fallen', 'Ha bajado el límite de mensajes'), say('Fewer different people a day may be written to first.', 'Se puede escribir primero a menos personas distintas al día.'), say('Improve the quality; the limit rises again by itself.', 'Mejora la calidad; el límite vuelve a subir solo.'), qualityHelp),
  number_unflagged: event(say('The number is no longer flagged', 'El número ya no está marcado'), say('The quality has recovered.', 'La calidad se ha recuperado.')),
  number_name: event(say('Display name', 'Nombre visible'), say('Meta has decided about “{name}”: {decision}. {reason}', 'Meta ha decidido sobre «{name}»: {decision}. {reason}'), undefined, manager),
  account_violation: event(say('Breach of Meta’s policies', 'Incumplimiento de las normas de Meta'), say('Meta has noted a breach.', 'Meta ha anotado un incumplimiento.'), say('Read in Business Support which one.', 'Mira cuál en la ayuda para empresas.'), support),
  account_restriction: event(say('Meta restricts the account', 'Meta restringe la cuenta'), say('Conversations cannot be begun, or nothing can be sent at all, for some days.', 'Durante unos días no se pueden iniciar conversaciones o no se puede enviar nada.'), say('Read the end of the restriction in Business Support.', 'Mira cuándo acaba en la ayuda para empresas.'), support),
  disabled_update: event(say('Meta has disabled the account', 'Meta ha desactivado la cuenta'), say('Nothing can be sent.', 'No se puede enviar nada.'), say('Ask for a review in Business Support.', 'Pide una revisión en la ayuda para empresas.'), support),
  account_deleted: event(say('The WhatsApp account was deleted', 'Se ha borrado la cuenta de WhatsApp'), say('Nothing is sent or received.', 'No se envía ni se recibe nada.'), say('Connect another account.', 'Conecta otra cuenta.'), manager),
  account_offboarded: event(say('The number has left the API', 'El número ha salido de la API'), say('Nothing is sent or received.', 'No se envía ni se recibe nada.'), say('Connect it again through your provider.', 'Conéctalo de nuevo a través de tu proveedor.')),
  partner_removed: event(say('The number was taken off the API', 'El número se ha quitado de la API'), say('It was disconnected in the WhatsApp Business app, or the app was not opened for two weeks.', 'Se desconectó en la aplicación WhatsApp Business o no se abrió en el teléfono durante dos semanas.'), say('Open the app on the phone and connect it again.', 'Abre la aplicación en el teléfono y conéctalo otra vez.')),
  account_review: event(say('Account review', 'Revisión de la cuenta'), say('Meta’s decision: {decision}.', 'Decisión de Meta: {decision}.'), undefined, support),
  security_pin_changed: event(say('The two-step PIN was changed', 'Se ha cambiado el PIN de dos pasos'), say('If that was not you, change it now.', 'Si no has sido tú, cámbialo ya.'), undefined, manager),
  security_pin_reset_request: event(say('Somebody asks to reset the two-step PIN', 'Alguien pide restablecer el PIN de dos pasos'), say('If that was not you, check who has access in Business settings.', 'Si no has sido tú, mira quién tiene acceso en la configuración del negocio.'), undefined, security),
  limits: event(say('Messaging limit', 'Límite de mensajes'), say('Meta has changed it.', 'Meta lo ha cambiado.')),
}
