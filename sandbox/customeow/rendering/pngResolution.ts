import { crc32 } from "node:zlib";

const SIGNATURE_AND_HEADER_BYTES = 8 + 25;
const METERS_PER_INCH = 0.0254;

/** The PNG with a pHYs chunk right after its header, so that a printer takes it at its true size. */
export function withResolution(png: Buffer, dotsPerInch: number): Buffer {
  const dotsPerMeter = Math.round(dotsPerInch / METERS_PER_INCH);
  const typeAndData = Buffer.alloc(13);
  typeAndData.write("pHYs", 0, "latin1");
  typeAndData.writeUInt32BE(dotsPerMeter, 4);
  typeAndData.writeUInt32BE(dotsPerMeter, 8);
  typeAndData.writeUInt8(1, 12); // the unit is the meter
  const chunk = Buffer.alloc(21);
  chunk.writeUInt32BE(9, 0);
  typeAndData.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(typeAndData), 17);
  return Buffer.concat([
    png.subarray(0, SIGNATURE_AND_HEADER_BYTES),
    chunk,
    png.subarray(SIGNATURE_AND_HEADER_BYTES),
  ]);
}
