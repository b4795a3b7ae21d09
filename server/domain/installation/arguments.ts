import type { TreeInfo } from './treeinfo'

/** How an installer is told where it comes from and what to answer: the name its answers have in the initrd, and the kernel's arguments. */
export interface InstallerArguments {
  file: string
  commandLine: string
}

const joined = (...words: string[]): string => words.filter((word) => word !== '').join(' ')

/**
 * For Anaconda as of Fedora and RHEL 7, its forerunner (row 3-14), and YaST. `more` comes last, so that it wins.
 * https://anaconda-installer.readthedocs.io/en/latest/boot-options.html
 */
export const installerArguments = ({ family, version }: Pick<TreeInfo, 'family' | 'version'>, url: string, answered: boolean, more: string): InstallerArguments => {
  if (/suse/i.test(family)) return { file: 'autoinst.xml', commandLine: joined(`install=${url}`, answered ? 'autoyast=file:///autoinst.xml' : '', more) }
  const old = /red hat|centos|scientific|oracle/i.test(family) && Number.parseInt(version, 10) < 7
  const [repo, ks] = old ? ['method', 'ks'] : ['inst.repo', 'inst.ks']
  return { file: 'ks.cfg', commandLine: joined(`${repo}=${url}`, answered ? `${ks}=file:/ks.cfg` : '', more) }
}
