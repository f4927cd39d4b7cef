import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A socket of the internet as /proc has it; addresses are dotted, those of IPv6 hexadecimal. */
export interface Socket {
  readonly protocol: (typeof protocols)[number];
  readonly local: string;
  readonly remote: string;
}

const protocols = ['tcp', 'tcp6', 'udp', 'udp6'] as const;

/** Every socket of a process of this network and of those that it began, on Linux; none of one that has ended. */
export function socketsOf(pid: number): Socket[] {
  const inodes = new Set(familyOf(pid).flatMap(inodesOf));
  return protocols.flatMap((protocol) =>
    readFileSync(`/proc/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => inodes.has(fields[9]!))
      .map(([, local, remote]) => ({
        protocol,
        local: addressOf(local!),
        remote: addressOf(remote!),
      })),
  );
}

function familyOf(pid: number): number[] {
  const children = look(() => readdirSync(`/proc/${pid}/task`)).flatMap((thread) =>
    look(() => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ')),
  );
  return [pid, ...children.filter(Boolean).map(Number).flatMap(familyOf)];
}

function inodesOf(pid: number): string[] {
  return look(() => readdirSync(`/proc/${pid}/fd`)).flatMap((fd) =>
    look(() => /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.slice(1)),
  );
}

/** What there is to see; nothing where it has ended or was closed meanwhile. */
function look(at: () => readonly string[] | undefined): readonly string[] {
  try {
    return at() ?? [];
  } catch {
    return [];
  }
}

/** IPv4 addresses are hexadecimal with the lowest byte first. */
function addressOf(field: string): string {
  const [address = ''] = field.split(':');
  if (address.length > 8) return address;
  const bytes = address.match(/../g) ?? [];
  return bytes
    .map((byte) => parseInt(byte, 16))
    .reverse()
    .join('.');
}
