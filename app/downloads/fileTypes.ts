/**
 * What production files are, by their ending: formats that printers and machines take, none that a browser runs. SVG is
 * handed on as bytes to be saved, because a browser would run what is in it.
 */
const typeOfEnding: Readonly<Record<string, string>> = {
  ai: "application/postscript",
  avif: "image/avif",
  csv: "text/csv",
  dst: "application/octet-stream",
  dxf: "application/octet-stream",
  eps: "application/postscript",
  exp: "application/octet-stream",
  gif: "image/gif",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  json: "application/json",
  pdf: "application/pdf",
  pes: "application/octet-stream",
  plt: "application/octet-stream",
  png: "image/png",
  psd: "image/vnd.adobe.photoshop",
  svg: "application/octet-stream",
  tif: "image/tiff",
  tiff: "image/tiff",
  txt: "text/plain",
  webp: "image/webp",
  zip: "application/zip",
};

const safeTypes: ReadonlySet<string> = new Set(Object.values(typeOfEnding));

/** The ending of an address's path, with its dot, where a production file may have it; otherwise "". */
export function endingOf(address: string): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(URL.parse(address)?.pathname ?? "")?.[1]?.toLowerCase() ?? "";
  return Object.hasOwn(typeOfEnding, ending) ? `.${ending}` : "";
}

/** The type under which a file is handed on: what its server says, where that is the type of a production file. */
export function safeType(said: string | undefined): string {
  const type = mediaType(said);
  return safeTypes.has(type) ? type : "application/octet-stream";
}

/** A page, as servers give it instead of a file that is gone. */
export function isPage(said: string | undefined): boolean {
  return ["text/html", "application/xhtml+xml"].includes(mediaType(said));
}

const mediaType = (said = "") => said.split(";", 1)[0]?.trim().toLowerCase() ?? "";
