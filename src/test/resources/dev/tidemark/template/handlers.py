"""What CloudFormation calls when it makes, reads, changes and removes resources of these types, by the schemas of AWS that cfn-lint brings: one action a line.

handlers.py AWS::IAM::Role ...
"""

import json
import pathlib
import sys

import cfnlint

wanted = set(sys.argv[1:])
found = set()
for file in (pathlib.Path(cfnlint.__file__).parent / "data/schemas/resources").glob("*.json"):
    schema = json.loads(file.read_text(encoding="utf-8"))
    if schema.get("typeName") in wanted:
        found.add(schema["typeName"])
        for name, handler in schema.get("handlers", {}).items():
            if name != "list":
                print("\n".join(handler.get("permissions", [])))
if found != wanted:
    sys.exit(f"no schema of {sorted(wanted - found)}")
