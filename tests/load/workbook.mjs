// A workbook as spreadsheets save it: texts once in a part of their own, numbers in their cells.
import { crc32, deflateRawSync } from "node:zlib";

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const letter = (column) => String.fromCharCode(65 + column);

/** A zip archive of the named parts. */
function zip(parts) {
  const pieces = [];
  const directory = [];
  let at = 0;
  for (const [name, text] of parts) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4); // deflated
    head.writeUInt32LE(crc32(bytes), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    pieces.push(Buffer.from("PK\x03\x04"), head, Buffer.from(name), packed);
    directory.push(Buffer.from("PK\x01\x02"), Buffer.from([20, 0]), head, rest, Buffer.from(name));
    at += 4 + head.length + name.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(directory.reduce((sum, { length }) => sum + length, 0), 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...pieces, ...directory, Buffer.from("PK\x05\x06"), end]);
}

/** Rows of texts and numbers as one sheet. */
export function workbook(rows) {
  const texts = new Map();
  const shared = (text) => texts.get(text) ?? texts.set(text, texts.size).get(text);
  const lines = rows.map((row, r) =>
    `<row r="${r + 1}">${row.map((cell, c) => {
      const place = `${letter(c)}${r + 1}`;
      return typeof cell === "number" ? `<c r="${place}"><v>${cell}</v></c>` : `<c r="${place}" t="s"><v>${shared(cell)}</v></c>`;
    }).join("")}</row>`);
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const relations = "http://schemas.openxmlformats.org/package/2006/relationships";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return zip([
    ["[Content_Types].xml", `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${types}.sharedStrings+xml"/></Types>`],
    ["_rels/.rels", `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`],
    ["xl/worksheets/sheet1.xml", `${head}<worksheet xmlns="${main}"><sheetData>${lines.join("")}</sheetData></worksheet>`],
    ["xl/sharedStrings.xml", `${head}<sst xmlns="${main}" count="${texts.size}" uniqueCount="${texts.size}">${[...texts.keys()].map((text) => `<si><t>${escaped(text)}</t></si>`).join("")}</sst>`],
  ]);
}
