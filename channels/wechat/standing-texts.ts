/** What the facts of a Service Account mean and what to do about them. */
import type { FactText, LocalText, StandingTexts } from '@recado/channel-kit'

const platform = 'https://developers.weixin.qq.com/platform'
const accountConsole = 'https://mp.weixin.qq.com/'

const say = (en: string, es: string): LocalText => ({ en, es })
const not_told: FactText = { sentence: say('WeChat did not say.', 'WeChat no lo ha dicho.') }

const quota = (title: LocalText): StandingTexts[string] => ({
  title,
  codes: {
    not_told,
    not_granted: { sentence: say('This account may not use it.', 'Esta cuenta no puede usarlo.') },
    enough: { sentence: say('There is enough for today.', 'Hoy hay de sobra.') },
    nearly: { sentence: say('Today’s quota is nearly used up; it begins anew at midnight in China.', 'La cuota de hoy casi se ha agotado; empieza de nuevo a medianoche en China.'), next: say('If a fault has used it up, clear the quotas: ten times a month.', 'Si la ha gastado un error, pon las cuotas a cero: diez veces al mes.'), action: 'clear_quota' },
    used_up: { sentence: say('Today’s quota is used up; it begins anew at midnight in China.', 'La cuota de hoy se ha agotado; empieza de nuevo a medianoche en China.'), next: say('Clear the quotas (ten times a month), or wait.', 'Pon las cuotas a cero (diez veces al mes) o espera.'), action: 'clear_quota' },
  },
})

export const standingTexts: StandingTexts = {
  secret: {
    title: say('AppID and AppSecret', 'AppID y AppSecret'),
    codes: {
      not_told,
      right: { sentence: say('WeChat accepts them.', 'WeChat los acepta.') },
      wrong: { sentence: say('WeChat does not accept them: answers wait. {reason}', 'WeChat no los acepta: las respuestas esperan. {reason}'), next: say('Copy the AppSecret from the Developer Platform; resetting it there cuts off the old one.', 'Copia el AppSecret de la plataforma de desarrolladores; al restablecerlo allí deja de valer el anterior.'), link: platform },
      restricted: { sentence: say('WeChat has blocked the account’s interfaces. {reason}', 'WeChat ha bloqueado las interfaces de la cuenta. {reason}'), next: say('Read the notice in the account’s console.', 'Lee el aviso en la consola de la cuenta.'), link: accountConsole },
    },
  },
  allow_list: {
    title: say('IP allow-list', 'Lista de IP permitidas'),
    codes: {
      not_told,
      allowed: { sentence: say('This server’s address is allowed.', 'La dirección de este servidor está permitida.') },
      not_listed: { sentence: say('WeChat does not accept calls from this server’s address {address}: answers wait.', 'WeChat no acepta llamadas desde la dirección de este servidor {address}: las respuestas esperan.'), next: say('Add {address} to the IP allow-list in the Developer Platform; it takes about five minutes.', 'Añade {address} a la lista de IP permitidas en la plataforma de desarrolladores; tarda unos cinco minutos.'), link: platform },
      unconfirmed: { sentence: say('The account’s administrator has yet to confirm this server’s address {address}.', 'El administrador de la cuenta aún debe confirmar la dirección de este servidor {address}.'), next: say('Confirm it in the message that WeChat has sent to the administrator’s phone.', 'Confírmala en el mensaje que WeChat ha enviado al teléfono del administrador.'), link: accountConsole },
    },
  },
  verification: {
    title: say('Verification', 'Verificación'),
    codes: {
      not_told,
      verified: { sentence: say('WeChat grants what only verified accounts may do. It tells the yearly date only when renewal is near.', 'WeChat concede lo que solo pueden hacer las cuentas verificadas. La fecha anual solo la dice cuando se acerca la renovación.') },
      verified_until: { sentence: say('Verified; it must be renewed every year.', 'Verificada; hay que renovarla cada año.') },
      renewal_due: { sentence: say('The yearly verification is due. Without it templates, posts and QR codes end.', 'Toca la verificación anual. Sin ella se acaban las plantillas, las publicaciones y los códigos QR.'), next: say('Renew it in the account’s console (300 RMB, or 99 USD overseas).', 'Renuévala en la consola de la cuenta (300 RMB, o 99 USD en el extranjero).'), link: accountConsole },
      expired: { sentence: say('The yearly verification has expired: templates and posts are refused.', 'La verificación anual ha caducado: se rechazan plantillas y publicaciones.'), next: say('Renew it in the account’s console.', 'Renuévala en la consola de la cuenta.'), link: accountConsole },
      said_only: { sentence: say('Marked as verified here, but WeChat refuses what verified accounts may do.', 'Marcada aquí como verificada, pero WeChat rechaza lo que pueden hacer las cuentas verificadas.'), next: say('Untick it under Settings, or complete the verification.', 'Desmárcala en Ajustes o completa la verificación.'), link: accountConsole },
      unverified: { sentence: say('Not verified, or a test account: no template messages, so after the reply window only the customer can go on.', 'Sin verificar, o cuenta de prueba: sin mensajes de plantilla, así que tras la ventana de respuesta solo puede seguir el cliente.'), link: accountConsole },
    },
  },
  region: {
    title: say('Registered', 'Registrada'),
    codes: {
      mainland: { sentence: say('In mainland China, by the setting.', 'En la China continental, según el ajuste.') },
      overseas: { sentence: say('Outside mainland China: template messages carry no link.', 'Fuera de la China continental: los mensajes de plantilla no llevan enlace.') },
    },
  },
  quota_replies: quota(say('Replies today', 'Respuestas de hoy')),
  quota_templates: quota(say('Template messages today', 'Mensajes de plantilla de hoy')),
  quota_posts: quota(say('Posts today', 'Publicaciones de hoy')),
  quota_files: quota(say('Uploaded files today', 'Archivos subidos hoy')),
}

const renewal = say('Renew it in the account’s console.', 'Renuévala en la consola de la cuenta.')

/** What WeChat says by push. Source: https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Wechat_Accreditation_Event_Push.html */
export const standingEvents: Readonly<Record<string, FactText & { title: LocalText }>> = {
  qualification_verify_success: { title: say('Qualification verified', 'Titularidad verificada'), sentence: say('The account may now use more interfaces.', 'La cuenta ya puede usar más interfaces.') },
  qualification_verify_fail: { title: say('Qualification refused', 'Titularidad rechazada'), sentence: say('WeChat refused the papers. {reason}', 'WeChat ha rechazado los documentos. {reason}'), next: say('Correct them in the account’s console.', 'Corrígelos en la consola de la cuenta.'), link: accountConsole },
  naming_verify_success: { title: say('Name verified', 'Nombre verificado'), sentence: say('The account is verified.', 'La cuenta está verificada.') },
  naming_verify_fail: { title: say('Name refused', 'Nombre rechazado'), sentence: say('WeChat refused the name. {reason}', 'WeChat ha rechazado el nombre. {reason}'), next: say('Choose another in the account’s console.', 'Elige otro en la consola de la cuenta.'), link: accountConsole },
  annual_renew: { title: say('The yearly verification is due', 'Toca la verificación anual'), sentence: say('Without it templates, posts and QR codes end.', 'Sin ella se acaban las plantillas, las publicaciones y los códigos QR.'), next: renewal, link: accountConsole },
  verify_expired: { title: say('The yearly verification has expired', 'La verificación anual ha caducado'), sentence: say('Templates and posts are refused.', 'Se rechazan plantillas y publicaciones.'), next: renewal, link: accountConsole },
}
