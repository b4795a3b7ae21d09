import { IsoListPage } from '@/components/iso/IsoListPage'

export default function Page() {
  return <IsoListPage />
}
