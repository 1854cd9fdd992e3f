/** A block of addresses: those whose first `bits` bits equal the block's. IPv4 counts as `::ffff:a.b.c.d`. */
interface Network {
  address: bigint;
  bits: number;
}

/** The 128 bits of an IPv4 or IPv6 address, or null. */
export function parseAddress(text: string): bigint | null {
  if (!text.includes(':')) {
    const four = parseFour(text);
    return four === null ? null : mapped | four;
  }
  return parseSix(text);
}

const mapped = 0xffffn << 32n;

function parseFour(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let address = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    address = (address << 8n) | BigInt(part);
  }
  return address;
}

function parseSix(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = [groupsOf(halves[0] ?? ''), groupsOf(halves[1] ?? '')];
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  return [...head, ...new Array<bigint>(missing).fill(0n), ...tail].reduce(
    (address, group) => (address << 16n) | group,
    0n,
  );
}

/** The 16-bit groups of one side of "::"; the last may be an IPv4 address. */
function groupsOf(text: string): bigint[] | null {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const four = index === parts.length - 1 && part.includes('.') ? parseFour(part) : null;
    if (four !== null) groups.push(four >> 16n, four & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return null;
  }
  return groups;
}

/** Parses `10.0.0.0/8`, `2001:db8::/32` or a single address; null for anything else. */
export function parseNetwork(text: string): Network | null {
  const [address, length, ...rest] = text.split('/');
  const parsed = parseAddress(address ?? '');
  if (parsed === null || rest.length > 0) return null;
  const width = text.includes(':') ? 128 : 32;
  if (length !== undefined && (!/^\d{1,3}$/.test(length) || Number(length) > width)) return null;
  return { address: parsed, bits: 128 - width + Number(length ?? width) };
}

/** Whether an address lies in a network. */
export function inNetwork(address: bigint, network: Network): boolean {
  const shift = BigInt(128 - network.bits);
  return address >> shift === network.address >> shift;
}
