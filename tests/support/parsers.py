"""Reads scrapes with the Python client's two parsers, for tests/foreign_parsers.rs.

Standard input holds documents, each a line `text N` or `openmetrics N` and then N bytes. Each is answered by one line of
JSON: a list of families [name, type, help, unit, samples], a sample being [name, labels, value]; or a string, why not.
A value is `i:` and the digits of a whole number, or `f:` and the 16 hex digits of a float.
"""

import json
import struct
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as text

PARSERS = {"text": text, "openmetrics": openmetrics}


def value(number):
    if isinstance(number, int):
        return f"i:{number}"
    return "f:" + struct.pack(">d", number).hex()


def families(parser, document):
    return [
        [
            family.name,
            family.type,
            family.documentation,
            family.unit,
            [[sample.name, sample.labels, value(sample.value)] for sample in family.samples],
        ]
        for family in parser(document)
    ]


def main():
    while head := sys.stdin.buffer.readline():
        parser, length = head.split()
        document = sys.stdin.buffer.read(int(length)).decode("utf-8")
        try:
            answer = families(PARSERS[parser.decode()], document)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
