#!/usr/bin/env python3
"""The tree of JSON that include/ecom/http.h describes, made of each XML file named by xml.etree: a second opinion, a line each."""
import json
import sys
import xml.etree.ElementTree


def name(tag):
    return tag.rpartition("}")[2]


def tree(element):
    text = ((element.text or "") + "".join(child.tail or "" for child in element)).strip(" \t\r\n")
    if not len(element) and not element.attrib:
        return text
    out = {}
    for key, value in element.attrib.items():
        out.setdefault("@" + name(key), value)
    children = {}
    for child in element:
        children.setdefault(name(child.tag), []).append(tree(child))
    out.update({key: values[0] if len(values) == 1 else values for key, values in children.items()})
    if text:
        out["#text"] = text
    return out


for path in sys.argv[1:]:
    root = xml.etree.ElementTree.parse(path).getroot()
    print(json.dumps({name(root.tag): tree(root)}))
