import { Html } from './html'

export const styles = new Html(`
:root { color-scheme: light dark; --line: #8884; --soft: #8881; font: 15px/1.5 system-ui, sans-serif }
body { margin: 0; display: grid; grid-template-columns: 11rem minmax(0, 1fr) }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; box-sizing: border-box; padding: 1.5rem 1rem;
  border-right: 1px solid var(--line); display: flex; flex-direction: column; gap: .35rem }
nav a { color: inherit; text-decoration: none }
nav a:hover { text-decoration: underline }
nav a:first-child { font-weight: 700; margin-bottom: .5rem }
main { padding: 1rem 2rem 4rem; max-width: 70rem } h1 small { font-size: .5em; opacity: .6 }
code, pre { font: 13px/1.45 ui-monospace, monospace } pre { background: var(--soft); padding: .6rem .8rem; border-radius: 6px; overflow: auto }
details { border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0; padding: 0 .8rem }
details[open] { padding-bottom: .8rem }
summary { cursor: pointer; padding: .45rem 0 }
.method { display: inline-block; min-width: 4.2rem; font: 700 12px ui-monospace, monospace } .what { opacity: .75; margin-left: .6rem }
.get { color: #2b7de9 } .post { color: #2f9e44 } .patch { color: #d08700 } .delete { color: #e03131 }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
td b { color: #e03131 }
dt { font-weight: 600 } dd { margin: 0 0 .5rem } h4 { margin: .8rem 0 .2rem }
@media (max-width: 48rem) { body { display: block } nav { position: static; height: auto; flex-flow: row wrap; border: 0 } }
`)
