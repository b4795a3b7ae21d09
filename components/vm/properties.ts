import type { VmProperties } from '@/server/contract/api/vm-properties'

/** `prod, web` → two tags; blanks around and empty ones are left out. */
export const parseTags = (text: string): string[] => [...new Set(text.split(/[,，\n]/).map(tag => tag.trim()).filter(Boolean))]

/** A line each: `name=value`. What has no `=` is a name without value. */
export const parseFields = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').filter(line => line.trim() !== '').map(line => {
      const at = line.indexOf('=')
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
    }),
  )

export const fieldsText = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields).map(([name, value]) => `${name}=${value}`).sort().join('\n')

/** What stands in the dialog. `ownerId` '' = nobody. */
export interface PropertiesForm extends Omit<VmProperties, 'tags' | 'customFields' | 'ownerId'> {
  tags: string
  customFields: string
  ownerId: string
}

export const fromForm = ({ tags, customFields, ownerId, ...rest }: PropertiesForm): VmProperties =>
  ({ ...rest, tags: parseTags(tags), customFields: parseFields(customFields), ownerId: ownerId || null })
