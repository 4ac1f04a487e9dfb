"""Validates SOAP envelopes with libxml2 against the types of a WSDL: a JSON list of texts in, one problem or null each out."""
import json
import sys
from lxml import etree

ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"
description = etree.parse(sys.argv[1])
inline = description.find(".//{http://www.w3.org/2001/XMLSchema}schema")
# The types of SOAP encoding are somewhere else; only pictures have one.
for element in inline.iter():
    if element.get("type", "").startswith("SOAP-ENC:"):
        del element.attrib["type"]
schema = etree.XMLSchema(etree.fromstring(etree.tostring(inline)))


def problem(text):
    body = etree.fromstring(text.encode()).find(f"{ENVELOPE}Body")[0]
    return None if schema.validate(etree.fromstring(etree.tostring(body))) else str(schema.error_log.last_error)


print(json.dumps([problem(text) for text in json.load(sys.stdin)]))
