/** What a small optician's in Madrid with Chinese customers has on the platform before anybody connects it. */
import type { World } from '@recado/channel-kit'
import { sampleFile, type SampleKind } from '@recado/channel-kit/testing/sample-files'
import { backend, type Backend, type BackendButton } from './backend.js'
import { menuOf, putMenu } from './menu-store.js'
import { addNotice, noticesOf } from './notices.js'
import type { Account } from './rows.js'
import type { Draft } from './articles.js'
import { LIBRARY, NOTICES } from './template-library.js'
import { addTemplate, chooseCategories, templatesOf } from './templates.js'

/** Templates a shop begins with; the rest of the library stays to be chosen. */
const FIRST_CATEGORIES = ['生活服务', '商业服务']

/** Menu, templates, notices. An account that nobody has connected yet has its menu and its replies in the backend. */
export function furnish(world: World, account: Account): void {
  if (account.inBackend) {
    if (!backend(world, account)) world.put<Backend>('backends', account.id, madeInBackend(world, account))
  } else if (!menuOf(world, account) && !backend(world, account)) putApiMenu(world, account)
  if (templatesOf(world, account).length === 0) {
    chooseCategories(world, account, FIRST_CATEGORIES)
    for (const row of LIBRARY) if (FIRST_CATEGORIES.includes(row.category)) addTemplate(world, account, row)
  }
  if (noticesOf(world, account).length === 0) for (const row of NOTICES) if (row.type === 2) addNotice(world, account, row)
}

function putApiMenu(world: World, account: Account): void {
  putMenu(world, account, [
    { name: '门店 Tienda', sub_button: [
      { type: 'click', name: '营业时间 Horario', key: 'HOURS' },
      { type: 'click', name: '预约验光 Cita', key: 'BOOK_EYE_TEST' },
      { type: 'scancode_waitmsg', name: '扫码取镜 Recoger', key: 'PICK_UP' },
      { type: 'pic_photo_or_album', name: '发照片 Foto', key: 'SEND_PHOTO' },
      { type: 'location_select', name: '发位置 Lugar', key: 'SEND_PLACE' },
    ] },
    { type: 'click', name: '客服 Ayuda', key: 'TALK_TO_US' },
    { type: 'view', name: '官网 Web', url: 'https://optica.example/zh' },
  ])
}

function madeInBackend(world: World, account: Account): Backend {
  const file = (kind: SampleKind): NonNullable<BackendButton['file']> => { const { bytes, mime, name } = sampleFile(kind); return { id: world.putFile(bytes, mime), mime, name } }
  const news = world.token(64)
  world.put<Draft>(`drafts:${account.id}`, news, { id: news, account: account.id, articles: [{ title: '验光须知 Tu revisión', author: '', digest: '请提前一天停戴隐形眼镜', content: '<p>请提前一天停戴隐形眼镜。</p>', source: '', cover: '', url: `https://mp.weixin.qq.com/s/${news.slice(0, 22)}` }] })
  const hours = '营业时间：周一至周六 10:00–20:00\nLunes a sábado, de 10 a 20 h'
  return {
    menu: [
      { name: '门店 Tienda', sub_button: [
        { type: 'text', name: '营业时间 Horario', text: hours },
        { type: 'news', name: '验光须知 Revisión', news },
        { type: 'img', name: '到店路线 Mapa', file: file('jpeg') },
        { type: 'voice', name: '语音介绍 Audio', file: file('amr') },
        { type: 'video', name: '店铺视频 Vídeo', file: file('mp4') },
      ] },
      { type: 'text', name: '客服 Ayuda', text: '请直接留言，我们会尽快回复。\nEscribe tu pregunta y te respondemos.' },
      { type: 'view', name: '官网 Web', url: 'https://optica.example/zh' },
    ],
    onFollow: { type: 'text', text: '欢迎关注！回复“营业”查看营业时间。\n¡Gracias por seguirnos!' },
    onMessage: { type: 'text', text: '已收到，谢谢！我们会尽快回复。' },
    rules: [
      { name: '营业时间', createdAt: world.now(), all: false, keywords: [{ text: '营业', whole: false }, { text: 'horario', whole: true }], replies: [{ type: 'text', text: hours }] },
      { name: '验光', createdAt: world.now(), all: true, keywords: [{ text: '验光', whole: true }], replies: [{ type: 'news', news }, { type: 'img', file: file('jpeg') }] },
    ],
  }
}
