"""The template as CloudFormation's SAM transform would make it, under each of the given parameters: one JSON a line.

transform.py template.yaml [TYPE] < '[{"Parameter": "value"}, ...]'       with TYPE (a prefix) only resources of it keep their properties
"""

import copy
import json
import logging
import sys

import boto3
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

logging.disable(logging.CRITICAL)


def packaged(template):
    """As `sam package` leaves it: the code is in a bucket, how it was built is forgotten."""
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/code"
    for resource in template["Resources"].values():
        resource.pop("Metadata", None)
    return template


with open(sys.argv[1], encoding="utf-8") as file:
    source = packaged(yaml_parse(file.read()))
wanted = sys.argv[2] if len(sys.argv) > 2 else ""
session = boto3.Session(region_name="eu-central-1")
for parameters in json.load(sys.stdin):
    made = Translator({}, Parser(), boto_session=session).translate(copy.deepcopy(source), parameters)
    for resource in made["Resources"].values():
        if not resource["Type"].startswith(wanted):
            resource["Properties"] = {}
    print(json.dumps(made))
