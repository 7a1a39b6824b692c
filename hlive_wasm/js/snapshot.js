// Python's memory in a compact form: pages of zeros, which are most of it, are left out.
const PAGE = 4096;

/** Bytes without their empty pages: [length, number of pages kept, their indices ...], the pages. */
export function pack(bytes) {
  const kept = [];
  for (let start = 0; start < bytes.length; start += PAGE) {
    if (!isEmpty(bytes.subarray(start, start + PAGE))) kept.push(start / PAGE);
  }
  const head = Uint32Array.of(bytes.length, kept.length, ...kept);
  const packed = new Uint8Array(head.byteLength + kept.length * PAGE);
  packed.set(new Uint8Array(head.buffer));
  kept.forEach((page, index) => {
    packed.set(bytes.subarray(page * PAGE, (page + 1) * PAGE), head.byteLength + index * PAGE);
  });
  return packed;
}

/** What `pack` was given; raises RangeError for what it can't have written. */
export function unpack(packed) {
  const [length, count] = new Uint32Array(packed.buffer, packed.byteOffset, 2);
  const pages = new Uint32Array(packed.buffer, packed.byteOffset + 8, count);
  const bytes = new Uint8Array(length);
  pages.forEach((page, index) => {
    const start = 8 + count * 4 + index * PAGE;
    const end = start + Math.min(PAGE, length - page * PAGE);
    bytes.set(packed.subarray(start, end), page * PAGE);
  });
  return bytes;
}

function isEmpty(page) {
  if (page.length % 4 || page.byteOffset % 4) return page.every((byte) => byte === 0);
  return new Uint32Array(page.buffer, page.byteOffset, page.length / 4).every((word) => word === 0);
}
