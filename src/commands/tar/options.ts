// tar's options, and its old way of writing them without a dash.

export const options = {
  concatenate: ['-A, --catenate, --concatenate', 'append archives to an archive'],
  create: ['-c, --create', 'make an archive'],
  compare: ['-d, --diff, --compare', 'compare an archive with the files'],
  delete: ['--delete', 'delete members of an archive'],
  append: ['-r, --append', 'append files to an archive'],
  list: ['-t, --list', 'list an archive'],
  update: ['-u, --update', 'append files that are newer'],
  extract: ['-x, --extract, --get', 'extract the files'],
  absoluteNames: ['-P, --absolute-names', 'keep leading slashes'],
  autoCompress: ['-a, --auto-compress', 'compress as the name of the archive says'],
  bzip2: ['-j, --bzip2', 'through bzip2'],
  directory: ['-C, --directory=DIR...', 'change to DIR'],
  exclude: ['--exclude=PATTERN...', 'leave out files that match'],
  excludeFrom: ['-X, --exclude-from=FILE', 'leave out files that match a pattern in FILE'],
  file: ['-f, --file=ARCHIVE', 'the archive; - is standard input or output'],
  filesFrom: ['-T, --files-from=FILE', 'take names from FILE'],
  group: ['--group=NAME', 'store NAME as the group'],
  gzip: ['-z, --gzip, --gunzip, --ungzip', 'through gzip'],
  dereference: ['-h, --dereference', 'store what links point to'],
  keepOld: ['-k, --keep-old-files', 'do not replace files'],
  mode: ['--mode=MODE', 'store MODE'],
  mtime: ['--mtime=DATE', 'store DATE'],
  noRecursion: ['--no-recursion', 'do not go into folders'],
  noSameOwner: ['--no-same-owner, -o', 'extract as yourself'],
  noSamePermissions: ['--no-same-permissions', 'apply the umask'],
  nullNames: ['--null', 'names of -T end with NUL'],
  numericOwner: ['--numeric-owner', 'numbers instead of user names'],
  oneFileSystem: ['--one-file-system', 'accepted'],
  overwrite: ['--overwrite', 'overwrite files in place'],
  owner: ['--owner=NAME', 'store NAME as the owner'],
  samePermissions: ['-p, --preserve-permissions, --same-permissions', 'keep the modes'],
  sameOwner: ['--same-owner', 'keep the owners'],
  sort: ['--sort=ORDER', 'none or name'],
  stdout: ['-O, --to-stdout', 'extract to standard output'],
  strip: ['--strip-components=N', 'leave out N folders of the names'],
  touch: ['-m, --touch', 'do not restore times'],
  transform: ['--transform, --xform=EXPRESSION...', 'change names by a sed expression'],
  verbose: ['-v, --verbose', 'list the files'],
  warning: ['--warning=KEYWORD...', 'accepted'],
  format: ['-H, --format=FORMAT', 'accepted'],
  totals: ['--totals', 'accepted'],
  wildcards: ['--wildcards', 'names are patterns'],
  noWildcards: ['--no-wildcards', 'names are plain (default)'],
  xz: ['-J, --xz', 'through xz'],
  zstd: ['--zstd', 'through zstd'],
  removeFiles: ['--remove-files', 'remove files that were added'],
  blocking: ['-b, --blocking-factor=BLOCKS', 'accepted'],
} as const;

const WITH_ARGUMENT = 'fCTXbH';

/** `tar xvf a.tar`: letters whose arguments follow as words. */
export function oldStyle(args: readonly string[]): readonly string[] {
  const [first, ...rest] = args;
  if (first === undefined || first.startsWith('-') || first === '') return args;
  const out: string[] = [];
  for (const letter of first) {
    out.push(`-${letter}`);
    const value = WITH_ARGUMENT.includes(letter) ? rest.shift() : undefined;
    if (value !== undefined) out.push(value);
  }
  return [...out, ...rest];
}
