/** What the facts of a Page mean and what to do about them. */
import type { FactText, LocalText, StandingTexts } from '@recado/channel-kit'

const apps = 'https://developers.facebook.com/apps/'
const quality = 'https://www.facebook.com/support/'

const say = (en: string, es: string): LocalText => ({ en, es })
const not_told: FactText = { sentence: say('Meta did not say.', 'Meta no lo ha dicho.') }

export const standingTexts: StandingTexts = {
  page: {
    title: say('Page', 'Página'),
    codes: {
      not_told,
      found: { sentence: say('Published and connected.', 'Publicada y conectada.') },
      unpublished: { sentence: say('The Page is not published: only people with a role on it can write.', 'La página no está publicada: solo pueden escribir quienes tienen un rol en ella.'), next: say('Publish it in the Page’s settings.', 'Publícala en la configuración de la página.') },
      differs: { sentence: say('The Page ID belongs to another object.', 'El ID de página corresponde a otra cosa.'), next: say('Copy the Page ID from “Page transparency” and correct it under Settings.', 'Copia el ID de «Transparencia de la página» y corrígelo en Ajustes.') },
      restricted: { sentence: say('Meta has restricted the Page: messages are refused. {reason}', 'Meta ha restringido la página: rechaza los mensajes. {reason}'), next: say('Read the reason in the Page’s support inbox and ask for a review.', 'Lee el motivo en la bandeja de ayuda de la página y pide una revisión.'), link: quality },
    },
  },
  webhook: {
    title: say('Webhooks', 'Webhooks'),
    codes: {
      not_told,
      subscribed: { sentence: say('The Page sends its events to Recado.', 'La página envía sus eventos a Recado.') },
      unsubscribed: { sentence: say('The Page no longer sends its events here: customers’ messages do not arrive.', 'La página ya no envía sus eventos aquí: los mensajes de los clientes no llegan.'), next: say('Subscribe it again; what was missed is then fetched.', 'Suscríbela de nuevo; lo que falte se recupera después.'), action: 'subscribe' },
      fields_missing: { sentence: say('Subscribed, but not to {missing}: a part of what customers do is missing.', 'Suscrita, pero no a {missing}: falta una parte de lo que hacen los clientes.'), next: say('Subscribe it again.', 'Suscríbela de nuevo.'), action: 'subscribe' },
    },
  },
  token: {
    title: say('Access token', 'Token de acceso'),
    codes: {
      not_told,
      app_id_missing: { sentence: say('Its expiry cannot be seen without the app ID.', 'Sin el ID de la app no se puede ver cuándo caduca.'), next: say('Fill in the app ID under Settings.', 'Rellena el ID de la app en Ajustes.'), link: apps },
      lasting: { sentence: say('Valid; it does not expire.', 'Válido; no caduca.') },
      expires: { sentence: say('Valid, but it expires. Nothing is sent after that.', 'Válido, pero caduca. Después no se podrá enviar nada.'), next: say('Generate one in the app’s dashboard under Messenger; that one does not expire.', 'Genera uno en el panel de la app, en Messenger; ese no caduca.'), link: apps },
      invalid: { sentence: say('Meta no longer accepts it. Customers’ messages still arrive; yours wait. {reason}', 'Meta ya no lo acepta. Los mensajes de los clientes siguen llegando; los tuyos esperan. {reason}'), next: say('Generate a new one in the app’s dashboard under Messenger and paste it under Settings; what waits is then sent.', 'Genera otro en el panel de la app, en Messenger, y pégalo en Ajustes; lo que espera se enviará entonces.'), link: apps },
      other_app: { sentence: say('It was made by a different app than the one named here.', 'Lo generó una app distinta de la indicada.'), next: say('Generate it in the app whose ID and secret stand under Settings.', 'Genéralo en la app cuyo ID y clave están en Ajustes.'), link: apps },
    },
  },
  permissions: {
    title: say('Permissions', 'Permisos'),
    codes: {
      not_told,
      granted: { sentence: say('The token has what it needs.', 'El token tiene los que necesita.') },
      missing: { sentence: say('The token lacks {missing}.', 'Al token le falta {missing}.'), next: say('Generate it again with these permissions.', 'Genéralo de nuevo con esos permisos.'), link: apps },
    },
  },
  app_secret: {
    title: say('App secret', 'Clave secreta de la app'),
    codes: {
      not_told,
      matches: { sentence: say('Belongs to the token.', 'Corresponde al token.') },
      differs: { sentence: say('It is not that of the app which made the token: every webhook is refused.', 'No es la de la app que generó el token: se rechaza todo webhook.'), next: say('Copy the app secret from App settings, Basic.', 'Copia la clave secreta de Configuración de la app, Básica.'), link: apps },
    },
  },
  human_agent: {
    title: say('Human Agent', 'Human Agent'),
    codes: {
      not_told: { sentence: say('Meta did not say whether it is approved; the setting here applies.', 'Meta no ha dicho si está aprobado; vale lo que diga el ajuste.') },
      approved: { sentence: say('Approved: people may answer up to 7 days after the customer wrote.', 'Aprobado: las personas pueden responder hasta 7 días después de que escriba el cliente.') },
      absent: { sentence: say('Not approved: answers are possible for 24 hours.', 'Sin aprobar: se puede responder durante 24 horas.'), next: say('For 7 days, ask for “Human Agent” in App Review.', 'Para tener 7 días, pide «Human Agent» en la revisión de la app.'), link: apps },
      unticked: { sentence: say('Meta has approved it, but it is not ticked here.', 'Meta lo ha aprobado, pero aquí no está marcado.'), next: say('Tick it under Settings to answer up to 7 days.', 'Márcalo en Ajustes para responder hasta 7 días.') },
      ticked_only: { sentence: say('Ticked here, but Meta has not approved it: answers after 24 hours are refused.', 'Marcado aquí, pero Meta no lo ha aprobado: se rechazan las respuestas después de 24 horas.'), next: say('Untick it under Settings, or ask for it in App Review.', 'Desmárcalo en Ajustes o pídelo en la revisión de la app.'), link: apps },
    },
  },
}

/** What Meta says by webhook. Source: https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messaging_policy_enforcement */
export const standingEvents: Readonly<Record<string, FactText & { title: LocalText }>> = {
  policy_block: { title: say('Meta has blocked the Page', 'Meta ha bloqueado la página'), sentence: say('Messages are refused. {reason}', 'Rechaza los mensajes. {reason}'), next: say('Read the reason in the Page’s support inbox and ask for a review.', 'Lee el motivo en la bandeja de ayuda de la página y pide una revisión.'), link: quality },
  policy_warning: { title: say('Meta warns the Page', 'Meta hace una advertencia a la página'), sentence: say('It breaks a rule. {reason}', 'Incumple una norma. {reason}'), next: say('Change what the warning names before Meta blocks the Page.', 'Cambia lo que nombra el aviso antes de que Meta bloquee la página.'), link: quality },
  policy_notice: { title: say('A notice from Meta', 'Un aviso de Meta'), sentence: say('{reason}', '{reason}'), link: quality },
  policy_unblock: { title: say('The Page is no longer blocked', 'La página ya no está bloqueada'), sentence: say('Meta has lifted the block.', 'Meta ha levantado el bloqueo.') },
  app_roles: { title: say('Who answers', 'Quién responde'), sentence: say('The roles of the apps on the Page have changed.', 'Han cambiado los roles de las apps en la página.') },
}
