import type { Finding } from '@/components/ui/form/nameCheck'

/** Absolute, and no `..`: what can be seen while typing. Whether it exists and can be written, each host is asked. */
export function checkPath(path: string): Finding[] {
  const found = (code: string, text: string): Finding[] => [{ field: 'path', code, params: {}, text }]
  if (!path.startsWith('/')) return found('path_absolute', 'Give an absolute path, beginning with "/".')
  if (path.split('/').includes('..')) return found('path_parent', 'The path must not hold "..".')
  return []
}
