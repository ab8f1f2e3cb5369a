/** What the owner of a number may have done at Meta. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/registration */
import type { AccountAction, ActionParameter, CallContext, FactText, LocalText } from '@recado/channel-kit'
import { figures } from './channel.js'
import { callGraph, setting } from './graph.js'
import type { Json } from './read.js'
import { subscriptionFacts } from './standing.js'

const say = (en: string, es: string): LocalText => ({ en, es })
const timeoutMs = figures.checkTimeoutMs.value

const post = (context: CallContext, path: string, body: Json = {}) => callGraph(context, { method: 'POST', path, body, timeoutMs })
const number = (context: CallContext, edge = ''): string => `${setting(context.settings, 'phoneNumberId')}${edge}`

const pin: ActionParameter = {
  key: 'pin', type: 'text', pattern: '\\d{6}', confidential: true, label: say('Two-step PIN', 'PIN de dos pasos'),
  help: say('Six digits. If the number has one already, it must be that one.', 'Seis cifras. Si el número ya tiene uno, debe ser ese.'),
}
const newPin: ActionParameter = { ...pin, label: say('New two-step PIN', 'PIN nuevo de dos pasos'), help: say('Six digits that you have not used elsewhere. Recado keeps it sealed.', 'Seis cifras que no uses en otro sitio. Recado lo guarda cifrado.') }

const languages = [['es', 'Español'], ['en', 'English'], ['ca', 'Català'], ['pt_BR', 'Português (Brasil)'], ['fr', 'Français'], ['de', 'Deutsch'], ['it', 'Italiano']] as const

const register: AccountAction = {
  id: 'register', title: say('Register the number', 'Registrar el número'),
  text: say('Opens the number for sending and receiving. Meta allows ten registrations in 72 hours.', 'Abre el número para enviar y recibir. Meta permite diez registros en 72 horas.'),
  parameters: [pin], outcomes: { registered: { sentence: say('The number is registered.', 'El número está registrado.') } },
  async run({ pin: digits }, context) {
    await post(context, number(context, '/register'), { messaging_product: 'whatsapp', pin: digits })
    return { ok: true, code: 'registered', settings: { pin: digits } }
  },
}

const setPin: AccountAction = {
  id: 'set_pin', title: say('Set or change the two-step PIN', 'Poner o cambiar el PIN de dos pasos'),
  text: say('Whoever wants to register the number elsewhere then needs this PIN.', 'Quien quiera registrar el número en otro sitio necesitará este PIN.'),
  parameters: [newPin], outcomes: { changed: { sentence: say('The PIN is changed.', 'PIN cambiado.'), next: say('Write it down where you keep your papers.', 'Apúntalo donde guardes tus papeles.') } },
  async run({ pin: digits }, context) {
    await post(context, number(context), { pin: digits })
    return { ok: true, code: 'changed', settings: { pin: digits } }
  },
}

const requestCode: AccountAction = {
  id: 'request_code', title: say('Ask for a verification code', 'Pedir un código de verificación'),
  text: say('Meta sends six digits to the number, to prove that it is yours.', 'Meta envía seis cifras al número para comprobar que es tuyo.'),
  parameters: [
    { key: 'method', type: 'choice', label: say('How', 'Cómo'), choices: [{ value: 'SMS', label: say('By SMS', 'Por SMS') }, { value: 'VOICE', label: say('By a call', 'Por llamada') }] },
    { key: 'language', type: 'choice', label: say('Language of the code', 'Idioma del código'), choices: languages.map(([value, label]) => ({ value, label: say(label, label) })) },
  ],
  outcomes: { asked: { sentence: say('Meta is sending the code.', 'Meta está enviando el código.'), next: say('Type it in under “Verify the code” within ten minutes.', 'Escríbelo en «Comprobar el código» antes de diez minutos.') } },
  async run({ method, language }, context) {
    await post(context, number(context, '/request_code'), { code_method: method, language })
    return { ok: true, code: 'asked' }
  },
}

const verifyCode: AccountAction = {
  id: 'verify_code', title: say('Verify the code', 'Comprobar el código'), text: say('The six digits that Meta has sent to the number.', 'Las seis cifras que Meta ha enviado al número.'),
  parameters: [{ key: 'code', type: 'text', pattern: '\\d{3}-?\\d{3}', label: say('Code', 'Código') }],
  outcomes: { verified: { sentence: say('The number is verified.', 'El número está comprobado.'), next: say('Register it now with a two-step PIN.', 'Regístralo ahora con un PIN de dos pasos.') } },
  async run({ code = '' }, context) {
    await post(context, number(context, '/verify_code'), { code: code.replace('-', '') })
    return { ok: true, code: 'verified' }
  },
}

const deregister: AccountAction = {
  id: 'deregister', title: say('Take the number off the API', 'Quitar el número de la API'), grave: true,
  text: say('Nothing is sent or received through the number until it is registered again. Use it before moving the number elsewhere.', 'No se envía ni se recibe nada por el número hasta que se registre de nuevo. Hazlo antes de llevarte el número a otro sitio.'),
  parameters: [], outcomes: { deregistered: { sentence: say('The number is off the API.', 'El número está fuera de la API.') } },
  async run(_parameters, context) {
    await post(context, number(context, '/deregister'))
    return { ok: true, code: 'deregistered' }
  },
}

const subscribed: FactText = { sentence: say('The app is subscribed to the account.', 'La app está suscrita a la cuenta.') }
const notKept: FactText = { sentence: say('Meta took the subscription, but does not keep it.', 'Meta aceptó la suscripción, pero no la conserva.'), next: say('Check in the app’s dashboard whether the app is live and its webhook is set.', 'Mira en el panel de la app si está publicada y si su webhook está configurado.'), link: 'https://developers.facebook.com/apps/' }

const subscribe: AccountAction = {
  id: 'subscribe', title: say('Subscribe to webhooks again', 'Suscribirse de nuevo a los webhooks'),
  text: say('Meta then calls Recado again for everything that happens on this account.', 'Meta vuelve a avisar a Recado de todo lo que pase en esta cuenta.'), parameters: [], outcomes: { subscribed, not_kept: notKept },
  async run(_parameters, context) {
    await post(context, `${setting(context.settings, 'wabaId')}/subscribed_apps`)
    const kept = (await subscriptionFacts(context)).every(({ state }) => state !== 'broken')
    return { ok: kept, code: kept ? 'subscribed' : 'not_kept' }
  },
}

export const actions: readonly AccountAction[] = [subscribe, register, setPin, requestCode, verifyCode, deregister]
