/** What a storage domain has in its folder: images of disks and templates, CD images, files to import, and what it says of itself. */
export const domainFolders = ['images', 'templates', 'iso', 'import', 'metadata'] as const
