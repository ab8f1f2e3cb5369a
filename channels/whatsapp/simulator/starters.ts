/** Templates a new simulated account begins with, approved already, so that the first closed window can be answered. Every text is of the invented firm "Óptica Ribera". */
import type { Json } from './json.js'

export interface TemplateDraft { name: string; language: string; category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION'; parameter_format: 'POSITIONAL' | 'NAMED'; components: Json[]; message_send_ttl_seconds?: number }

const SITE = 'https://optica.example'
const named = (pairs: Record<string, string>): Json => ({ body_text_named_params: Object.entries(pairs).map(([param_name, example]) => ({ param_name, example })) })

export const STARTERS: readonly TemplateDraft[] = [
  {
    name: 'pedido_listo', language: 'es', category: 'UTILITY', parameter_format: 'NAMED',
    components: [
      { type: 'BODY', text: 'Hola, {{nombre}}: tu pedido {{pedido}} ya está listo. Puedes recogerlo cuando quieras en la tienda de Atocha.', example: named({ nombre: 'Lucía', pedido: 'A-4471' }) },
      { type: 'FOOTER', text: 'Óptica Ribera' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Paso hoy' }, { type: 'QUICK_REPLY', text: 'Tengo una duda' }] },
    ],
  },
  {
    name: 'pedido_listo', language: 'en', category: 'UTILITY', parameter_format: 'NAMED',
    components: [
      { type: 'BODY', text: 'Hello, {{nombre}}: your order {{pedido}} is ready. You can collect it whenever you like at our shop in Atocha.', example: named({ nombre: 'Emma', pedido: 'A-4471' }) },
      { type: 'FOOTER', text: 'Óptica Ribera' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'I will come today' }, { type: 'QUICK_REPLY', text: 'I have a question' }] },
    ],
  },
  {
    name: 'cita_recordatorio', language: 'es', category: 'UTILITY', parameter_format: 'POSITIONAL',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Tu cita' },
      { type: 'BODY', text: 'Hola, {{1}}: te recordamos tu cita del {{2}} en la tienda de Atocha.', example: { body_text: [['Lucía', 'jueves 19 a las 18:30']] } },
      { type: 'FOOTER', text: 'Óptica Ribera' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Confirmar cita' }, { type: 'URL', text: 'Cambiar cita', url: `${SITE}/citas/{{1}}`, example: [`${SITE}/citas/88121`] }] },
    ],
  },
  {
    name: 'cita_recordatorio', language: 'en', category: 'UTILITY', parameter_format: 'POSITIONAL',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Your appointment' },
      { type: 'BODY', text: 'Hello, {{1}}: a reminder of your appointment on {{2}} at our shop in Atocha.', example: { body_text: [['Emma', 'Thursday 19 at 18:30']] } },
      { type: 'FOOTER', text: 'Óptica Ribera' },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Confirm' }, { type: 'URL', text: 'Change it', url: `${SITE}/appointments/{{1}}`, example: [`${SITE}/appointments/88121`] }] },
    ],
  },
  {
    name: 'oferta_sol_otono', language: 'es', category: 'MARKETING', parameter_format: 'NAMED',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: [`${SITE}/sol.jpg`] } },
      { type: 'BODY', text: 'Hola, {{nombre}}: hasta el {{fecha}} tu segunda gafa de sol graduada sale gratis en todas las tiendas.', example: named({ nombre: 'Lucía', fecha: '30 de noviembre' }) },
      { type: 'FOOTER', text: 'Responde BAJA para no recibir ofertas' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Ver monturas', url: `${SITE}/sol` }, { type: 'QUICK_REPLY', text: 'No más ofertas' }] },
    ],
  },
  {
    name: 'oferta_sol_otono', language: 'en', category: 'MARKETING', parameter_format: 'NAMED',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: [`${SITE}/sun.jpg`] } },
      { type: 'BODY', text: 'Hello, {{nombre}}: until {{fecha}} your second pair of prescription sunglasses is free in all our shops.', example: named({ nombre: 'Emma', fecha: '30 November' }) },
      { type: 'FOOTER', text: 'Reply STOP to receive no offers' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'See the frames', url: `${SITE}/sun` }, { type: 'QUICK_REPLY', text: 'No more offers' }] },
    ],
  },
  ...['es', 'en'].map((language): TemplateDraft => ({
    name: 'codigo_acceso', language, category: 'AUTHENTICATION', parameter_format: 'POSITIONAL', message_send_ttl_seconds: 600,
    components: [
      {
        type: 'BODY', add_security_recommendation: true, example: { body_text: [['418207']] },
        text: language === 'es' ? '*{{1}}* es tu código de verificación. Por tu seguridad, no lo compartas.' : '*{{1}}* is your verification code. For your security, do not share this code.',
      },
      { type: 'FOOTER', code_expiration_minutes: 10, text: language === 'es' ? 'Este código caduca en 10 minutos.' : 'This code expires in 10 minutes.' },
      { type: 'BUTTONS', buttons: [{ type: 'URL', otp_type: 'COPY_CODE', text: language === 'es' ? 'Copiar código' : 'Copy code', url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}', example: ['https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp418207'] }] },
    ],
  })),
]
