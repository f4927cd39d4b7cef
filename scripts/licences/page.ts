/** One package that is installed for a user, as the lock file has it. */
interface Package {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** ghostnote plays without it. */
  readonly optional: boolean;
}

interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/** The page that lists what is installed with ghostnote and under which licence; `lock` is a `package-lock.json`. */
export function licencesPage(lock: string): string {
  const packages = installedPackages(lock);
  const row = ({ name, version, licence, optional }: Package): string =>
    `- ${name} ${version}: ${licence}${optional ? ', optional' : ''}`;
  return `# Licences

ghostnote is under the MIT licence (\`LICENSE\`); the models have theirs in their cards (\`models/*/README.md\`). This is all that \`npm ci --omit=dev\` installs with it, made by \`node dist/scripts/licences.js > docs/licences.md\`:

${packages.map(row).join('\n')}

Where it says "see LICENSE.txt", that file is in the package: h5wasm's lets anyone use, copy and change what NIST wrote, with its notice kept and changes marked.
`;
}

/** Each name and version once, by name. Packages that only developers install are left out. */
export function installedPackages(lock: string): Package[] {
  const { packages } = JSON.parse(lock) as { packages: Record<string, LockEntry> };
  const found = new Map<string, Package>();
  for (const [place, entry] of Object.entries(packages)) {
    if (place === '' || entry.dev === true) continue;
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const { version = '', optional = false } = entry;
    const licence = (entry.license ?? 'none named').replace('SEE LICENSE IN', 'see');
    const before = found.get(`${name} ${version}`);
    const needed = !optional || before?.optional === false;
    found.set(`${name} ${version}`, { name, version, licence, optional: !needed });
  }
  return [...found.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function key({ name, version }: Package): string {
  return `${name} ${version}`;
}
