export const usage = `npm run lab -- COMMAND [--name NAME] [--dir DIR]

  up --hosts N            switch N hosts on (1 to 9) and let them join the manager that \`npm run up\` started
     --no-manager         hosts only
  status                  one line per host
  exec N CMD...           run a command inside host N
  power-off N             power loss: everything on the host ends at once
  power-on N              switch it on again; its agent starts by itself
  cut-network N           pull its cable; its machines go on
  restore N               plug it in again
  crash-libvirtd N        kill libvirtd alone       start-libvirtd N
  hang-libvirtd N         freeze it                 unhang-libvirtd N
  crash-agent N           kill the agent alone      start-agent N
  down                    remove everything: hosts, their machines, what the manager knows of them, folders

Two labs of different names run side by side. ATRIUM_PORT, ATRIUM_DATA_DIR and ATRIUM_ADMIN_PASSWORD say which manager, as for \`npm run up\`.`
