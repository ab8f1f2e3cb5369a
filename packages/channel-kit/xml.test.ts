import { describe, expect, it } from 'vitest'
import { readXml } from './xml.js'

describe('readXml', () => {
  it.each<[string, string, unknown]>([
    ['keeps long numbers and blanks as text', '<a><id>3717005636572528642</id><t><![CDATA[ x ]]></t></a>', { a: { id: '3717005636572528642', t: ' x ' } }],
    ['gives repeated elements as an array', '<a><i>1</i><i>2</i></a>', { a: { i: ['1', '2'] } }],
    ['resolves no entity', '<a><t>&lt;&x;</t></a>', { a: { t: '&lt;&x;' } }],
    ['reads a document type inside CDATA as text', '<a><![CDATA[<!DOCTYPE html>]]></a>', { a: '<!DOCTYPE html>' }],
    ['takes an XML declaration', '\ufeff<?xml version="1.0"?>\n<a>1</a>\n', { a: '1' }],
    ['refuses a document type', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', null],
    ['refuses one behind a comment and in small letters', '<!-- --><!doctype a><a/>', null],
    ['refuses reserved names', '<a><__proto__><b>1</b></__proto__></a>', null],
    ['refuses deep nesting', `${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`, null],
    ['refuses what is no XML', '{"a":1}', null],
    ['refuses nothing at all', '', null],
  ])('%s', (_name, document, expected) => {
    expect(readXml(document)).toEqual(expected)
  })
})
