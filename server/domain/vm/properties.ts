import type { VmProperties } from '@/server/contract/api/vm-properties'
import type { Finding } from './validate'

export const limits = { comment: 255, tags: 20, tag: 40, fields: 32, fieldName: 40, fieldValue: 255 } as const

const finding = (field: keyof VmProperties, code: string, text: string, params: Finding['params'] = {}): Finding => ({ field, code, params, text })

/** Letters of any script, digits, `_ . : -`: what can stand in a search without quotes. */
const word = /^[\p{L}\p{N}_][\p{L}\p{N}_.:-]*$/u
const plain = (text: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)

function checkTags(tags: readonly string[]): Finding[] {
  if (tags.length > limits.tags) return [finding('tags', 'tags_many', `${tags.length} tags are too many; ${limits.tags} are allowed.`, { count: tags.length, max: limits.tags })]
  const bad = tags.find(tag => !word.test(tag) || tag.length > limits.tag)
  return bad === undefined ? [] : [
    finding('tags', 'tag_characters', `“${bad}” is no tag: up to ${limits.tag} letters, digits, “_”, “.”, “:” and “-”.`, { tag: bad, max: limits.tag }),
  ]
}

function checkFields(fields: Readonly<Record<string, string>>): Finding[] {
  const entries = Object.entries(fields)
  if (entries.length > limits.fields) {
    return [finding('customFields', 'fields_many', `${entries.length} custom fields are too many; ${limits.fields} are allowed.`, { count: entries.length, max: limits.fields })]
  }
  const bad = entries.find(([name, value]) => !word.test(name) || name.length > limits.fieldName || value.length > limits.fieldValue || !plain(value))
  return bad ? [finding('customFields', 'field_form', `The custom field “${bad[0]}” needs a name of letters, digits, “_”, “.”, “:” and “-”, and one line as value.`, { name: bad[0] })] : []
}

/** What is wrong with a machine's properties; absent ones are not judged. For the form and the API alike. */
export function checkProperties({ comment = '', tags = [], customFields = {}, autostart = false, stateless = false, haEnabled = false }: Partial<VmProperties>): Finding[] {
  return [
    ...(comment.length > limits.comment || !plain(comment)
      ? [finding('comment', 'comment_long', `A comment is one line of up to ${limits.comment} characters.`, { max: limits.comment })]
      : []),
    ...checkTags(tags),
    ...checkFields(customFields),
    ...(autostart && stateless
      ? [finding('stateless', 'autostart_stateless', 'What starts with its host starts on its own disks; it can not be stateless as well.')]
      : []),
    ...(autostart && haEnabled
      ? [finding('autostart', 'autostart_ha', 'A highly available machine is started where there is room; it can not start with one host as well.')]
      : []),
  ]
}
