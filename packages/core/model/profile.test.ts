import { describe, expect, it, test } from 'vitest'
import { lengthIn, type ProfileEditor, profileFaults, type ProfileValues } from '../index.js'

test.each([['¡Hola!', 6, 7], ['菜单', 2, 6], ['😀', 1, 4], ['', 0, 0], ['a\u0301', 2, 3]])('%s has %i characters and %i bytes', (text, characters, bytes) => {
  expect([lengthIn(text, 'characters'), lengthIn(text, 'bytes'), Buffer.byteLength(text, 'utf8')]).toEqual([characters, bytes, bytes])
})

const common = { label: 'x', place: 'about', source: 'https://platform.example' } as const
const editor: ProfileEditor<string> = {
  source: 'https://platform.example', elsewhere: [], fields: [
    { ...common, key: 'about', kind: 'text', required: true, maxLength: 5 }, { ...common, key: 'mail', kind: 'email', maxLength: 20 }, { ...common, key: 'phone', kind: 'phone' },
    { ...common, key: 'sites', kind: 'links', most: 2, maxLength: 25 }, { ...common, key: 'trade', kind: 'choice', choices: [{ value: 'RETAIL', label: 'Shop' }] }, { ...common, key: 'hours', kind: 'hours', most: 2 },
    { ...common, key: 'place', kind: 'address', parts: ['street', 'city'], maxLength: 6 }, { ...common, key: 'photo', kind: 'photo' }, { ...common, key: 'name', kind: 'text', readOnly: true }, { ...common, key: 'bytes', kind: 'text', maxLength: 6, unit: 'bytes' },
  ],
}
const told = (values: ProfileValues) => profileFaults(editor, values).map(({ path, code, limit }) => [path, code, limit].filter((part) => part !== undefined).join(' '))

describe('a value', () => {
  it.each<[string, ProfileValues, string[]]>([
    ['that fits', { about: 'Gafas', mail: 'a@b.es', phone: '+34 600 000 000', sites: ['https://a.es'], trade: 'RETAIL', place: { street: 'Atocha', city: 'Madrid' }, photo: { mediaId: 'm' } }, []],
    ['one letter too long', { about: 'Gafas.' }, ['about too_long 5']],
    ['two Chinese letters in six bytes', { bytes: '菜单' }, []],
    ['three in six bytes', { bytes: '菜单在' }, ['bytes too_long 6']],
    ['emptied where the platform wants one', { about: ' ' }, ['about required']],
    ['emptied elsewhere', { mail: '', sites: [], place: {}, hours: {}, photo: null }, []],
    ['no e-mail', { mail: 'a@b' }, ['mail not_an_email']], ['no phone', { phone: 'call me' }, ['phone not_a_phone']],
    ['no web address', { sites: ['a.es', 'javascript:alert(1)'] }, ['sites.0 not_a_link', 'sites.1 not_a_link']],
    ['a third link', { sites: ['https://a.es', 'https://b.es', 'https://c.es'] }, ['sites too_many 2']], ['a link too long', { sites: [`https://a.es/${'x'.repeat(13)}`] }, ['sites.0 too_long 25']],
    ['no choice of the platform', { trade: 'SHOP' }, ['trade not_a_choice']], ['a part of an address too long', { place: { city: 'Valencia' } }, ['place.city too_long 6']], ['an unknown part', { place: { planet: 'x' } as never }, ['place bad_form']],
    ['of a field that is shown only', { name: 'Sol' }, ['name not_here']], ['of a field the platform lacks', { motto: 'x' }, ['motto not_here']], ['of another form', { about: ['x'], sites: 'https://a.es', hours: 'always' }, ['about bad_form', 'sites bad_form', 'hours bad_form']],
    ['opening times in order', { hours: { mon: [{ from: '09:00', to: '14:00' }, { from: '14:00', to: '20:00' }], sun: [] } }, []],
    ['times that overlap', { hours: { mon: [{ from: '09:00', to: '14:00' }, { from: '13:59', to: '20:00' }] } }, ['hours.mon bad_hours']],
    ['an end before its beginning', { hours: { fri: [{ from: '09:00', to: '09:00' }] } }, ['hours.fri bad_hours']], ['an hour that no clock shows', { hours: { fri: [{ from: '9:00', to: '24:00' }] } }, ['hours.fri bad_hours']],
    ['a third stretch', { hours: { tue: [{ from: '08:00', to: '09:00' }, { from: '10:00', to: '11:00' }, { from: '12:00', to: '13:00' }] } }, ['hours.tue too_many 2']],
  ])('%s', (_sentence, values, faults) => expect(told(values)).toEqual(faults))
})
