const endOfDirectory = 0x06054b50;
const dosEpoch = 0x00210000; // 1980-01-01 00:00, the earliest time a ZIP can hold

/** Sets every time stamp inside a ZIP (an XLSX is one) to 1980, so that writing it twice gives the same bytes. */
export function fixZipTimes(zip: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(zip);
  const view = new DataView(bytes.buffer);
  let end = bytes.length - 22;
  while (view.getUint32(end, true) !== endOfDirectory) end--;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    view.setUint32(at + 12, dosEpoch, true);
    view.setUint32(view.getUint32(at + 42, true) + 10, dosEpoch, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return bytes;
}
