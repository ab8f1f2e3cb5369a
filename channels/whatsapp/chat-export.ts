/** The WhatsApp app exports single chats as text with their files: https://faq.whatsapp.com/1180414079177245 */
import type { ChatExportSupport } from '@recado/channel-kit'

export const chatExport: ChatExportSupport = {
  format: 'whatsapp-chat',
  steps: {
    en: [
      '1. On the phone open the chat and press the person’s name (iPhone) or the three dots > **More** (Android).',
      '2. Choose **Export chat**, then **Attach media** if photos and recordings are to come along.',
      '3. Send the file to this computer (e-mail, cable, cloud) and drop it here as it is: `.zip` or `.txt`. Repeat for each chat.',
      '',
      'The app puts at most 10,000 messages with files, or 40,000 without, into one export. Do it **before** the number leaves the app: moving the number to the API erases the app’s chats.',
    ].join('\n'),
    es: [
      '1. En el teléfono abre el chat y pulsa el nombre de la persona (iPhone) o los tres puntos > **Más** (Android).',
      '2. Elige **Exportar chat** y después **Adjuntar archivos** si quieres traer también las fotos y los audios.',
      '3. Pasa el archivo a este ordenador (correo, cable, nube) y suéltalo aquí tal cual: `.zip` o `.txt`. Repítelo con cada chat.',
      '',
      'La aplicación pone en cada exportación como mucho 10.000 mensajes con archivos, o 40.000 sin ellos. Hazlo **antes** de que el número salga de la aplicación: al pasarlo a la API se borran los chats de la aplicación.',
    ].join('\n'),
  },
}
