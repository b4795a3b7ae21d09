import { describe, expect, it } from 'vitest'
import { buildXml } from './build'
import { attr, changeChild, element, find, findAll, setChild, text, withAttributes } from './element'
import { parseXml } from './parse'

const document = `<domain type="kvm" xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0">
  <name>web &amp; mail</name>
  <!-- made by hand -->
  <devices>
    <disk type="file">
      <target dev="vda" bus="virtio"/>
    </disk>
    <disk type="file">
      <target dev="vdb" bus="virtio"/>
    </disk>
  </devices>
  <qemu:commandline>
    <qemu:arg value="-x"/>
  </qemu:commandline>
</domain>
`

describe('XML', () => {
  it('comes back as it was written, namespaces and comments included', () => {
    expect(buildXml(parseXml(document))).toBe(document)
  })

  it('finds elements, attributes and text by path', () => {
    const root = parseXml(document)
    expect(text(root, 'name')).toBe('web & mail')
    expect(findAll(root, 'devices/disk/target').map((target) => attr(target, 'dev'))).toEqual(['vda', 'vdb'])
    expect(attr(root, 'type')).toBe('kvm')
    expect(attr(root, 'bus', 'devices/disk/target')).toBe('virtio')
    expect([find(root, 'devices/tpm'), text(root, 'title'), attr(root, 'nope')]).toEqual([null, null, null])
  })

  it('changes one place and keeps the rest', () => {
    const root = parseXml(document)
    const renamed = changeChild(setChild(root, 'name', element('name', {}, 'other')), 'devices', (devices) => withAttributes(devices, { x: 1 }))
    expect(buildXml(renamed)).toBe(document.replace('web &amp; mail', 'other').replace('<devices>', '<devices x="1">'))
    expect(buildXml(setChild(renamed, 'name', null))).not.toContain('<name>')
  })

  it.each(['a<b>&c;"\'', ' padded ', 'line\nline\r\ttab', 'é 中文 😀', '&lt;', ']]>', ''])('carries %j in text and attribute', (value) => {
    const back = parseXml(buildXml(element('a', { v: value }, element('t', {}, value))))
    expect(attr(back, 'v')).toBe(value)
    expect(find(back, 't')?.children.join('')).toBe(value)
  })

  it('reads character references and CDATA', () => {
    const root = parseXml('<?xml version="1.0"?><a v="&#65;&#x42;">x<![CDATA[<&amp;]]>y</a>')
    expect([attr(root, 'v'), text(root)]).toEqual(['AB', 'x<&amp;y'])
  })

  it.each(['\u0000', '\u0007', '\u001f', '\uffff', '\ud800'])('refuses the control character %j with a sentence', (character) => {
    expect(() => buildXml(element('description', {}, `a${character}b`))).toThrow(/control character U\+/)
    expect(() => buildXml(element('name', { v: character }))).toThrow(/control character U\+/)
  })

  it.each([
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<a>',
    '<a></b>',
    '<a',
    '',
    'text',
    '<a/><b/>',
    '<a>&foo;</a>',
    '<a v="1" v="2"/>',
    '<a v=1/>',
    '<a>&#0;</a>',
    '<a>&#xFFFFFF;</a>',
  ])('refuses %j', (xml) => {
    expect(() => parseXml(xml)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }))
  })

  it('refuses names that would break out of a tag', () => {
    expect(() => buildXml(element('a b'))).toThrow(/cannot be the name/)
    expect(() => buildXml(element('a', { 'x="1"><b': 1 }))).toThrow(/cannot be the name/)
  })
})
