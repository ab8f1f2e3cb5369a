import { expect, test } from 'vitest'
import { guessLanguage, guessTimeZone, isTimeZone } from './places.js'

test.each<[string | null, string | null, string | null]>([
  ['CO', null, 'America/Bogota'], ['ES', '+34600112233', 'Europe/Madrid'], ['CL', null, 'America/Santiago'], ['DE', null, 'Europe/Berlin'], ['CN', null, 'Asia/Shanghai'],
  ['BR', '+5511987654321', 'America/Sao_Paulo'], ['BR', '5592987654321', 'America/Manaus'], ['BR', null, 'America/Sao_Paulo'], ['MX', '+526641234567', 'America/Tijuana'], ['MX', '5216641234567', 'America/Tijuana'], ['MX', '+525512345678', 'America/Mexico_City'],
  ['US', '+12125550123', null], ['RU', null, null], ['XX', null, null], [null, null, null], ['es', null, null],
])('%s %s: %s', (country, phone, zone) => expect(guessTimeZone(country, phone)).toBe(zone))

test.each([['ES', 'es'], ['MX', 'es'], ['BR', 'pt-BR'], ['PT', 'pt'], ['DE', 'de'], ['AT', 'de'], ['CN', 'zh-CN'], ['SA', 'ar'], ['GB', 'en'], ['CH', null], ['CA', null], ['XX', null], [null, null]])('%s speaks %s', (country, language) => expect(guessLanguage(country)).toBe(language))

test.each([['Europe/Madrid', true], ['America/Argentina/Buenos_Aires', true], ['UTC', true], ['Etc/GMT+3', true], ['Mars/Base', false], ['', false], ["'; drop", false]])('%s is a zone: %s', (name, is) => expect(isTimeZone(name)).toBe(is))
