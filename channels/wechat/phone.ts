/** A follower's WeChat, as data for the generic phone. */
import type { PhoneDeclaration } from '@recado/channel-kit'

export const phone: PhoneDeclaration = {
  appName: 'WeChat',
  theme: {
    header: '#ededed', headerText: '#111111', background: '#ededed', mine: '#95ec69', mineText: '#111111', theirs: '#ffffff', theirsText: '#111111', accent: '#07c160',
    dark: { background: '#111111', mine: '#3eb575', mineText: '#0b1f13', theirs: '#2c2c2c', theirsText: '#d5d5d5' },
  },
  // The app shows no ticks at all, and tells nobody what was read.
  ticks: [],
  actions: [
    { id: 'photo', action: 'write', label: { en: 'Photo', es: 'Foto', zh: '照片' }, icon: 'image', input: 'photo', content: { kind: 'image' }, where: 'attach' },
    { id: 'video', action: 'write', label: { en: 'Video', es: 'Vídeo', zh: '视频' }, icon: 'video', input: 'file', content: { kind: 'video' }, where: 'attach' },
    { id: 'location', action: 'write', label: { en: 'Location', es: 'Ubicación', zh: '位置' }, icon: 'map-pin', input: 'location', content: { kind: 'location' }, where: 'attach' },
    { id: 'file', action: 'write', label: { en: 'File', es: 'Archivo', zh: '文件' }, icon: 'file', input: 'file', content: { kind: 'document' }, where: 'attach' },
    { id: 'link', action: 'write', label: { en: 'Share a page', es: 'Compartir una página', zh: '分享链接' }, icon: 'link', content: { kind: 'link', title: '验光配镜 Óptica', url: 'https://optica.example/zh' }, where: 'attach' },
    { id: 'sticker', action: 'write', label: { en: 'Sticker', es: 'Sticker', zh: '表情' }, icon: 'sticker', content: { kind: 'sticker' }, where: 'attach' },
    { id: 'voice', action: 'write', label: { en: 'Hold to talk', es: 'Mantén pulsado para hablar', zh: '按住说话' }, icon: 'mic', input: 'voice', content: { kind: 'audio', voice: true }, where: 'bottom' },
    { id: 'quote', action: 'write', label: { en: 'Quote', es: 'Citar', zh: '引用' }, icon: 'reply', input: 'text', content: { kind: 'text' }, where: 'bubble' },
    { id: 'follow', action: 'follow', label: { en: 'Follow', es: 'Seguir', zh: '关注公众号' }, icon: 'user-plus', where: 'menu' },
    { id: 'scan', action: 'scan', label: { en: 'Scan a QR code', es: 'Escanear un código QR', zh: '扫一扫' }, icon: 'qr-code', input: 'code', where: 'menu' },
    { id: 'ad', action: 'ad', label: { en: 'Come from an ad in Moments', es: 'Llegar desde un anuncio', zh: '从朋友圈广告进入' }, icon: 'megaphone', input: 'ad', ref: 'ad:', where: 'menu' },
    { id: 'accept_notice', action: 'accept_notice', label: { en: 'Allow notifications', es: 'Permitir avisos', zh: '允许通知' }, icon: 'bell', where: 'menu' },
    { id: 'reject_notice', action: 'reject_notice', label: { en: 'Refuse notifications', es: 'Rechazar avisos', zh: '拒绝通知' }, icon: 'bell-off', where: 'menu' },
    { id: 'withdraw_notice', action: 'withdraw_notice', label: { en: 'Turn notifications off', es: 'Desactivar avisos', zh: '关闭通知' }, icon: 'bell-minus', where: 'menu' },
    { id: 'report_place', action: 'location', label: { en: 'Let the account know where I am', es: 'Compartir dónde estoy', zh: '提供位置信息' }, icon: 'navigation', where: 'menu' },
    { id: 'offline', action: 'offline', label: { en: 'Go offline', es: 'Quedarse sin conexión', zh: '断网' }, icon: 'wifi-off', where: 'menu' },
    { id: 'online', action: 'online', label: { en: 'Back online', es: 'Recuperar la conexión', zh: '恢复网络' }, icon: 'wifi', where: 'menu' },
    { id: 'block', action: 'block', label: { en: 'Stop receiving messages', es: 'Dejar de recibir mensajes', zh: '不接收消息' }, icon: 'ban', where: 'menu' },
    { id: 'unblock', action: 'unblock', label: { en: 'Receive messages again', es: 'Volver a recibir mensajes', zh: '接收消息' }, icon: 'circle-check', where: 'menu' },
    { id: 'unfollow', action: 'unfollow', label: { en: 'Unfollow', es: 'Dejar de seguir', zh: '不再关注' }, icon: 'user-minus', where: 'menu' },
  ],
  lines: {
    error_line: { en: 'This account cannot serve you at the moment. Please try again later.', es: 'Esta cuenta no puede atenderte en este momento. Inténtalo más tarde.', zh: '该公众号暂时无法提供服务，请稍后再试' },
    followed: { en: 'You follow this account.', es: 'Sigues esta cuenta.', zh: '已关注公众号' },
    unfollowed: { en: 'You no longer follow this account.', es: 'Ya no sigues esta cuenta.', zh: '已取消关注' },
    scanned: { en: 'You scanned a QR code.', es: 'Escaneaste un código QR.', zh: '已扫描二维码' },
    from_ad: { en: 'You tapped an ad of this account.', es: 'Pulsaste un anuncio de esta cuenta.', zh: '你点击了该公众号的广告' },
    menu_tapped: { en: 'You tapped the menu.', es: 'Pulsaste el menú.', zh: '已点击菜单' },
    offline: { en: 'Network unavailable', es: 'Sin conexión', zh: '网络不可用' },
    typing: { en: 'The other side is typing…', es: 'Escribiendo…', zh: '对方正在输入…' },
    empty: { en: 'Follow the account to write to it.', es: 'Sigue la cuenta para escribirle.', zh: '关注后即可发消息' },
    unsupported: { en: 'A card from the account', es: 'Una tarjeta de la cuenta', zh: '卡片消息' },
  },
}
