/** WeChat lets no program change what customers see of a Service Account: the page says so, with the place where each thing is changed. */
import type { BusinessProfile, LocalText } from '@recado/channel-kit'
import type { ElsewhereField } from '@recado/core'

const SITE = 'https://mp.weixin.qq.com/'

const there = (key: string, en: string, es: string, how: LocalText): ElsewhereField<LocalText> => ({ key, label: { en, es }, how, link: SITE })

/** WeChat's list of interfaces for a Service Account (https://developers.weixin.qq.com/doc/service/api/) has none for these. How often each may be changed is told by its site. */
export const businessProfile: BusinessProfile = {
  editor: {
    fields: [], source: 'https://developers.weixin.qq.com/doc/service/api/',
    elsewhere: [
      there('name', 'Name', 'Nombre', { en: 'Settings > Account details. Changing it needs a verification of the name.', es: 'Configuración > Datos de la cuenta. Cambiarlo exige verificar el nombre.' }),
      there('photo', 'Picture', 'Imagen', { en: 'Settings > Account details > Profile photo.', es: 'Configuración > Datos de la cuenta > Imagen de perfil.' }),
      there('about', 'Introduction', 'Presentación', { en: 'Settings > Account details > Introduction. WeChat reviews the text.', es: 'Configuración > Datos de la cuenta > Presentación. WeChat revisa el texto.' }),
      there('phone', 'Customer service phone', 'Teléfono de atención', { en: 'Settings > Account details > Customer service phone.', es: 'Configuración > Datos de la cuenta > Teléfono de atención.' }),
      there('address', 'Address', 'Dirección', { en: 'Settings > Account details > Location.', es: 'Configuración > Datos de la cuenta > Ubicación.' }),
    ],
  },
  read: async () => ({}),
  write: async () => {},
}
