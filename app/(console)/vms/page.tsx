import { VmListPage } from '@/components/vm/VmListPage'

export default function Page() {
  return <VmListPage />
}
