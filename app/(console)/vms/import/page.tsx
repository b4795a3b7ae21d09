import { ImportPage } from '@/components/import/ImportPage'

export default function Page() {
  return <ImportPage />
}
