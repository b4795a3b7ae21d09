import { NewVmPage } from '@/components/vm/NewVmPage'

export default function Page() {
  return <NewVmPage />
}
