import { describe, expect, test } from 'vitest'
import { displayPath, type Project, toProjectPath } from '../../shared/code.ts'

const project: Project = {
  root: '/home/me/shop',
  mappings: [
    { from: '/var/www', to: 'sites' },
    { from: '/var/www/html', to: '' },
    { from: 'C:/work', to: 'windows' },
  ],
}

describe('a reported path', () => {
  test.each<[string, string | null, string]>([
    ['/src/Feed.php', 'src/Feed.php', 'is relative to the root, as the protocol has it'],
    ['src/Feed.php', 'src/Feed.php', 'may lack its first slash'],
    ['/./src//Feed.php', 'src/Feed.php', 'is tidied'],
    ['\\src\\Feed.php', 'src/Feed.php', 'may come from Windows'],
    ['/home/me/shop/src/Feed.php', 'src/Feed.php', 'may begin with the root'],
    ['file:///home/me/shop/src/a%20b.js', 'src/a b.js', 'may be an address'],
    ['/home/me/shopping/a.php', 'home/me/shopping/a.php', 'is not cut in the middle of a name'],
    ['/var/www/html/src/Feed.php', 'src/Feed.php', 'is mapped, the longest mapping first'],
    ['/var/www/other/a.php', 'sites/other/a.php', 'is mapped to a folder below the root'],
    ['c:\\work\\a.cs', 'windows/a.cs', 'is mapped whatever the case of a Windows drive'],
    ['/src/../../secret', null, 'does not lead out of the root'],
    ['/var/www/html/../../etc/passwd', null, 'does not lead out of a mapping'],
  ])('%s becomes %s: it %s', (file, path) => {
    expect(toProjectPath(file, project)).toBe(path)
  })

  test('C20: is shown relative to the root, never with it', () => {
    expect(displayPath('/home/me/shop/src/Feed.php', project)).toBe('/src/Feed.php')
    expect(displayPath('/var/www/html/src/Feed.php', project)).toBe('/src/Feed.php')
    expect(displayPath('/src/Feed.php', project)).toBe('/src/Feed.php')
  })
})
