/** What WeChat's menu can hold, as data. Texts and figures: the pages named beside them. */
import type { LocalText } from '@recado/channel-kit'
import type { MenuButtonType, MenuValue, OpenersEditor } from '@recado/core'

const CREATE = 'https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu'

const key: MenuValue<LocalText> = { key: 'key', kind: 'key', maxLength: 128, unit: 'bytes', required: true, label: { en: 'Key', es: 'Clave' }, help: { en: 'By it automatic replies know which button was tapped.', es: 'Por ella las respuestas automáticas saben qué botón se pulsó.' } }
const url: MenuValue<LocalText> = { key: 'url', kind: 'link', maxLength: 1024, unit: 'bytes', required: true, label: { en: 'Web address', es: 'Dirección web' } }
const articleId: MenuValue<LocalText> = { key: 'article_id', kind: 'text', required: true, label: { en: 'Article ID', es: 'ID del artículo' }, help: { en: 'WeChat gives it when the article is published.', es: 'Lo da WeChat al publicar el artículo.' } }
const mediaId: MenuValue<LocalText> = { key: 'media_id', kind: 'text', required: true, label: { en: 'Material ID', es: 'ID del material' }, help: { en: 'A permanent material: temporary ones expire after three days.', es: 'De un material permanente: los temporales caducan a los tres días.' } }

const type = (name: string, en: string, es: string, help: LocalText, values: readonly MenuValue<LocalText>[], answeredBy?: string): MenuButtonType<LocalText> =>
  ({ type: name, label: { en, es }, help, values, source: CREATE, ...(answeredBy ? { answeredBy } : {}) })

const answer3 = { en: 'You may answer with 3 messages within a minute.', es: 'Permite responder con 3 mensajes en un minuto.' }

export const menuEditor: OpenersEditor<LocalText> = {
  source: CREATE,
  menu: {
    most: 3, below: 5, layout: 'bar',
    // Of a Chinese name phones show four characters above and seven or eight below, then they cut.
    title: { maxLength: 16, unit: 'bytes', shown: 4, source: CREATE }, titleBelow: { maxLength: 60, unit: 'bytes', shown: 8, source: CREATE },
    types: [
      type('click', 'Asks us', 'Nos pregunta', { en: `Sends us its key. ${answer3.en}`, es: `Nos envía su clave. ${answer3.es}` }, [key], 'key'),
      type('view', 'Opens a web page', 'Abre una web', { en: 'Opens the address. It opens no reply window.', es: 'Abre la dirección. No abre ventana de respuesta.' }, [url]),
      type('miniprogram', 'Opens a mini-program', 'Abre un miniprograma', { en: 'The mini-program must be linked to the account. Old phones open the web address instead.', es: 'El miniprograma debe estar vinculado a la cuenta. Los teléfonos antiguos abren la dirección web.' }, [
        { key: 'appid', kind: 'text', required: true, label: { en: 'AppID of the mini-program', es: 'AppID del miniprograma' } },
        { key: 'pagepath', kind: 'text', required: true, label: { en: 'Page path', es: 'Ruta de la página' } }, { ...url, label: { en: 'Web address for old phones', es: 'Dirección web para teléfonos antiguos' } },
      ]),
      type('scancode_waitmsg', 'Scans a code for us', 'Escanea un código para nosotros', { en: `Sends us what was scanned and shows “receiving”. ${answer3.en}`, es: `Nos envía lo escaneado y muestra «recibiendo». ${answer3.es}` }, [key], 'key'),
      type('scancode_push', 'Scans a code', 'Escanea un código', { en: `Shows what was scanned, or opens it, and tells us. ${answer3.en}`, es: `Muestra o abre lo escaneado y nos lo dice. ${answer3.es}` }, [key], 'key'),
      type('pic_sysphoto', 'Takes a photo', 'Hace una foto', { en: 'Opens the camera; the photo arrives as a message.', es: 'Abre la cámara; la foto llega como mensaje.' }, [key]),
      type('pic_photo_or_album', 'Photo or album', 'Foto o álbum', { en: 'She chooses camera or album; the pictures arrive as messages.', es: 'Elige cámara o álbum; las fotos llegan como mensajes.' }, [key]),
      type('pic_weixin', 'WeChat’s album', 'Álbum de WeChat', { en: 'The pictures she chooses arrive as messages.', es: 'Las fotos que elige llegan como mensajes.' }, [key]),
      type('location_select', 'Sends a place', 'Envía un lugar', { en: 'The place she chooses arrives as a message.', es: 'El lugar que elige llega como mensaje.' }, [key]),
      type('article_id', 'Sends an article', 'Envía un artículo', { en: 'The published article arrives as a card in the chat.', es: 'El artículo publicado llega al chat como tarjeta.' }, [articleId]),
      type('article_view_limited', 'Opens an article', 'Abre un artículo', { en: 'Opens the published article at once.', es: 'Abre directamente el artículo publicado.' }, [articleId]),
      type('media_id', 'Sends a material', 'Envía un material', { en: 'A picture, a voice recording, a film or articles of the material library arrive in the chat.', es: 'Una imagen, un audio, un vídeo o artículos de la biblioteca llegan al chat.' }, [mediaId]),
      type('view_limited', 'Opens articles (old)', 'Abre artículos (antiguo)', { en: 'Opens articles of the material library. WeChat advises “Opens an article”.', es: 'Abre artículos de la biblioteca. WeChat aconseja «Abre un artículo».' }, [mediaId]),
    ],
  },
  audience: {
    // https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu and Personalized_menu_interface.html
    kind: 'tag', parts: ['menu'], mostHosts: 3,
    label: { en: 'Followers with the tag', es: 'Seguidores con la etiqueta' },
    help: { en: 'Tags are WeChat’s own. The first menu in this list that fits is shown; followers without such a tag see the menu for everybody. All these menus together may lead to 3 web sites.', es: 'Las etiquetas son las de WeChat. Se muestra el primer menú de la lista que corresponda; quien no tenga esas etiquetas ve el menú general. Entre todos pueden llevar a 3 sitios web.' },
  },
  shows: {
    en: 'A phone asks for the menu when somebody enters the chat or the profile and its last look is more than 5 minutes ago; WeChat’s older documents say up to 24 hours. To see it at once, unfollow the account and follow it again.',
    es: 'El teléfono pide el menú cuando alguien entra en el chat o en el perfil y su última consulta tiene más de 5 minutos; los documentos antiguos de WeChat hablan de hasta 24 horas. Para verlo enseguida, deja de seguir la cuenta y vuelve a seguirla.',
  },
  notes: [{ en: 'A greeting when somebody follows is an automatic reply: it is set there.', es: 'El saludo al seguir la cuenta es una respuesta automática: se configura allí.' }],
  lostOnConnect: {
    title: { en: 'WeChat switches its own menu and automatic replies off when you connect', es: 'WeChat desactiva su menú y sus respuestas automáticas al conectar' },
    text: {
      en: 'As soon as the server configuration is enabled in WeChat, the menu and the automatic replies made on WeChat’s site stop working. Save a copy here first: it can be published again in one step.',
      es: 'En cuanto se activa la configuración del servidor en WeChat, dejan de funcionar el menú y las respuestas automáticas creados en su web. Guarda antes una copia aquí: se puede volver a publicar en un paso.',
    },
    late: {
      en: 'The server configuration is already on, so WeChat may no longer hand over what was made on its site. If nothing is found, switch it off in WeChat, save the copy here, and switch it on again.',
      es: 'La configuración del servidor ya está activa y puede que WeChat ya no entregue lo creado en su web. Si no se encuentra nada, desactívala en WeChat, guarda aquí la copia y vuelve a activarla.',
    },
    source: 'https://developers.weixin.qq.com/doc/service/guide/product/menu/intro.html',
  },
}
