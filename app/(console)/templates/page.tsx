import { TemplateListPage } from '@/components/template/TemplateListPage'

export default function Page() {
  return <TemplateListPage />
}
