import { ConsoleWindow } from '@/components/vm/ConsoleWindow'

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <ConsoleWindow id={id} />
}
