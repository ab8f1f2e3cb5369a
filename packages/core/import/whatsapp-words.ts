/**
 * The app's own words in exported chats, by language: en, es, pt, de, fr, zh. Gathered from exports, since the app documents none of them
 * (https://faq.whatsapp.com/1180414079177245 describes only how to export). A wording that is missing here stays in the history as plain text.
 */
const any = (words: readonly string[]): string => words.join('|')

/** "IMG-20260101-WA0001.jpg (file attached)", as Android writes. */
export const ATTACHED_AFTER = new RegExp(`^(.+?) \\((?:${any(['file attached', 'archivo adjunto', 'arquivo anexado', 'ficheiro anexado', 'Datei angehängt', 'fichier joint', '文件附件', '檔案附件', '附件'])})\\)$`, 'iu')

/** "<attached: 00000012-PHOTO-2026-01-01-10-00-00.jpg>", as iOS writes; what stands before it is the caption. */
export const ATTACHED_IN = new RegExp(`^([^]*?)\\s*<(?:${any(['attached', 'adjunto', 'anexado', 'anexo', 'Anhang', 'pièce jointe', 'joint', '附件', '附加檔案'])})\\s?[:：]\\s?([^<>\\n]+)>$`, 'iu')

/** A document's name and number of pages that iOS puts before its attachment. */
export const DOCUMENT_BEFORE = /^(.+\.[a-z0-9]{1,5})\s+•.*$/iu

export type OmittedKind = 'image' | 'video' | 'audio' | 'sticker' | 'document' | 'gif' | 'contact' | 'media'

const omitted: readonly (readonly [OmittedKind, readonly string[]])[] = [
  ['media', ['Media omitted', 'Multimedia omitido', 'Archivo omitido', 'Archivo de multimedia omitido', 'Mídia oculta', 'Mídia omitida', 'Arquivo de mídia oculto', 'Ficheiro não revelado', 'Medien ausgeschlossen', 'Medien weggelassen', 'Médias omis', 'Fichier omis', '省略多媒体文件', '媒体文件已忽略', '略過多媒體檔', '多媒體檔案已略過']],
  ['image', ['image omitted', 'imagen omitida', 'imagem ocultada', 'imagem omitida', 'imagem não revelada', 'Bild weggelassen', 'image absente', 'image omise', '图像已忽略', '图片已忽略', '圖片已略過']],
  ['video', ['video omitted', 'vídeo omitido', 'video omitido', 'vídeo ocultado', 'vídeo não revelado', 'Video weggelassen', 'vidéo absente', 'vidéo omise', '视频已忽略', '影片已略過']],
  ['audio', ['audio omitted', 'audio omitido', 'áudio ocultado', 'áudio omitido', 'áudio não revelado', 'Audio weggelassen', 'audio omis', 'audio absent', '音频已忽略', '音訊已略過', '語音訊息已略過']],
  ['sticker', ['sticker omitted', 'sticker omitido', 'figurinha omitida', 'sticker não revelado', 'Sticker weggelassen', 'sticker omis', 'sticker absent', '贴图已忽略', '貼圖已略過']],
  ['document', ['document omitted', 'documento omitido', 'documento ocultado', 'Dokument weggelassen', 'document manquant', 'document omis', '文档已忽略', '文件已略過']],
  ['gif', ['GIF omitted', 'GIF omitido', 'GIF ocultado', 'GIF weggelassen', 'GIF retiré', 'GIF omis', 'GIF已忽略', 'GIF 已忽略', 'GIF已略過']],
  ['contact', ['Contact card omitted', 'Tarjeta de contacto omitida', 'Cartão do contato omitido', 'Cartão de contacto omitido', 'Kontaktkarte ausgelassen', 'Kontaktkarte weggelassen', 'Fiche contact omise', 'carte de contact omise', '联系人卡片已忽略', '名片已略過']],
]

const omittedKinds = new Map(omitted.flatMap(([kind, words]) => words.map((word) => [word.toLowerCase(), kind] as const)))

/** What was left out of the export at these words, in brackets (Android) or without (iOS); null when they are somebody's own. */
export function omittedBy(words: string): OmittedKind | null {
  return omittedKinds.get(words.replace(/^<(.*)>$/su, '$1').toLowerCase()) ?? null
}

const deleted = new Set([
  'This message was deleted', 'You deleted this message', 'Se eliminó este mensaje', 'Este mensaje fue eliminado', 'Eliminaste este mensaje', 'Mensagem apagada', 'Esta mensagem foi apagada', 'Você apagou esta mensagem', 'Apagou esta mensagem',
  'Diese Nachricht wurde gelöscht', 'Du hast diese Nachricht gelöscht', 'Ce message a été supprimé', 'Vous avez supprimé ce message', '此消息已被删除', '此消息已删除', '这条消息已删除', '您已删除此消息', '你已删除这条消息', '你删除了此消息', '這則訊息已刪除', '此訊息已刪除', '你已刪除此訊息',
].map((words) => words.toLowerCase()))

/** The mark the app leaves where a message was taken back. */
export const isDeletedMark = (words: string): boolean => deleted.has(words.replace(/^<(.*)>$/su, '$1').replace(/[.。]$/u, '').toLowerCase())

const editedWords = ['This message was edited', 'Se editó este mensaje', 'Mensaje editado', 'Mensagem editada', 'Esta mensagem foi editada', 'Diese Nachricht wurde bearbeitet', 'Ce message a été modifié', '此消息已编辑', '此消息已被编辑', '已编辑此消息', '已編輯此訊息', '此訊息已編輯']

/** The mark at the end of a message that was edited. */
export const EDITED = new RegExp(`\\s*\u200e?<(?:${any(editedWords)})[.。]?>$`, 'iu')

/** "Messages and calls are end-to-end encrypted": the app's first line, which says nothing about this chat. */
export const ENCRYPTION = /end-to-end encrypted|cifrad[oa]s? de extremo a extremo|cifrado de extremo a extremo|criptografia de ponta a ponta|encriptad[oa]s? ponto a ponto|encriptação ponto a ponto|Ende-zu-Ende-verschlüsselt|chiffrés? de bout en bout|端到端加密|端對端加密/iu

/** Lines of the app that only groups have. */
export const GROUP = new RegExp(any([
  'created (?:this )?group', 'created group', 'added (?:you|.+)$', 'joined using (?:this group|a group|an invite)', 'changed (?:this|the) group', 'changed the subject', 'left$',
  'creó (?:el|este) grupo', 'creaste (?:el|este) grupo', 'te añadió', 'añadió a', 'agregó a', 'te agregó', 'salió del grupo', 'cambió (?:el asunto|el nombre|la foto|el ícono|el icono|la imagen) del? (?:este )?grupo',
  'criou (?:o|este) grupo', 'criaste o grupo', 'adicionou', 'saiu do grupo', 'mudou (?:o nome|a imagem|o assunto)',
  'hat (?:die|diese) Gruppe', 'Gruppe .* erstellt', 'hat .+ hinzugefügt', 'hat dich hinzugefügt', 'hat die Gruppe verlassen',
  'a créé (?:le|ce) groupe', 'avez créé (?:le|ce) groupe', 'a ajouté', 'vous a ajouté', 'a quitté le groupe', 'a changé (?:le sujet|l’icône|l\'icône)',
  '创建了(?:此|该|这个)?群', '创建群组', '加入了群', '添加了', '退出了群', '建立了(?:此|這個)?群組', '已加入群組', '新增了',
]), 'iu')

const chatNames = [
  /^WhatsApp Chat with (.+)$/iu, /^WhatsApp Chat - (.+)$/iu, /^Chat de WhatsApp con (.+)$/iu, /^Chat de WhatsApp - (.+)$/iu, /^Conversa do WhatsApp com (.+)$/iu, /^WhatsApp[- ]Chat mit (.+)$/iu, /^Discussion WhatsApp avec (.+)$/iu, /^与\s*(.+?)\s*的\s*WhatsApp\s*(?:聊天|对话)(?:记录)?$/iu, /^與\s*(.+?)\s*的\s*WhatsApp\s*(?:聊天|對話)(?:記錄)?$/iu,
]

/** The person a file is called after: "WhatsApp Chat with Ana.txt", "Chat de WhatsApp con Ana.zip"; null for `_chat.txt` and other names. */
export function nameInFile(file: string): string | null {
  const stem = file.replace(/^.*[\\/]/u, '').replace(/\.(?:txt|zip)$/iu, '').replace(/\s*\(\d+\)$/u, '').normalize('NFC')
  for (const pattern of chatNames) {
    const name = pattern.exec(stem)?.[1]?.trim()
    if (name) return name
  }
  return null
}
